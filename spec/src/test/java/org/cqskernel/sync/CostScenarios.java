// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** One operation each, on structures of default size, with some waiters that came before. */
public final class CostScenarios implements ScenarioSource {

  static final class State {
    final OneShotPromise<Object> promise = new OneShotPromise<>();
    final Broadcast broadcast = new Broadcast();
    final Semaphore semaphore = new Semaphore(1);
    final Ledger late = new Ledger("late");
    private final List<Ledger> registered = new ArrayList<>();

    State(int waiters) {
      for (int i = 0; i < waiters; i++) {
        Ledger p = new Ledger("p" + i);
        promise.suspend(p);
        Ledger b = new Ledger("b" + i);
        broadcast.suspend(b);
        registered.add(p);
        registered.add(b);
      }
    }

    /** The second waiter, of the promise and of the broadcast. */
    Ledger second(boolean ofPromise) {
      return registered.get(ofPromise ? 2 : 3);
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (int waiters : new int[] {0, 1, 2, 3}) {
      all.add(
          Scenario.named("with-" + waiters)
              .setup(() -> new State(waiters))
              .thread("promise suspend", s -> s.promise.suspend(s.late))
              .thread("promise resolve", s -> s.promise.tryResolve(1))
              .thread("promise cancel", s -> s.second(true).cancel())
              .thread("broadcast suspend", s -> s.broadcast.suspend(s.late))
              .thread("broadcast resumeAll", s -> s.broadcast.resumeAll())
              .thread("broadcast cancel", s -> s.second(false).cancel())
              .thread("semaphore tryAcquire", s -> s.semaphore.tryAcquire()));
    }
    return all;
  }
}
