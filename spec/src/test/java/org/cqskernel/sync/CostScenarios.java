// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** One operation each, on structures of default size, with some waiters that came before. */
public final class CostScenarios implements ScenarioSource {
  /** Up to so many waiters: the queue of a promise, and the first segment of a Cqs, hold 4. */
  static final int MOST = 6;

  static final class State {
    final OneShotPromise<Object> promise = new OneShotPromise<>();
    final Broadcast broadcast = new Broadcast();
    final Cqs<Object> cqs =
        new Cqs<>(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Object>() {});
    final Semaphore semaphore = new Semaphore(1);
    final Semaphore asynchronous = new Semaphore(1, Resumption.ASYNC);
    final Mutex mutex = new Mutex();
    final Mutex held = new Mutex();
    final Broadcast condition = new Broadcast();
    final Semaphore taken = new Semaphore(1);
    final Ledger late = new Ledger("late");
    private final Map<String, List<Waiter<?>>> registered = new HashMap<>();

    State(int waiters) {
      taken.tryAcquire();
      held.tryLock();
      asynchronous.tryAcquire();
      for (int i = 0; i < waiters; i++) {
        promise.suspend(ledger("promise"));
        broadcast.suspend(ledger("broadcast"));
        cqs.suspend(ledger("cqs"));
        taken.acquire(ledger("semaphore"));
        asynchronous.acquire(ledger("asynchronous"));
        // As a thread's wait with the mutex does; the waiter is not parked, which nobody sees.
        condition.suspend(new LockWaiter.OfMutex(held));
      }
    }

    private Ledger ledger(String of) {
      List<Waiter<?>> waiters = registered.computeIfAbsent(of, key -> new ArrayList<>());
      Ledger ledger = new Ledger(of + waiters.size());
      waiters.add(ledger);
      return ledger;
    }

    /** One that waits for this. */
    Waiter<?> waiter(String of, int number) {
      return registered.get(of).get(number);
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (int n = 0; n <= MOST; n++) {
      int waiters = n;
      all.add(
          Scenario.named("with-" + waiters)
              .setup(() -> new State(waiters))
              .thread("promise suspend", s -> s.promise.suspend(s.late))
              .thread("promise resolve", s -> s.promise.tryResolve(1))
              .thread("promise cancel", s -> s.waiter("promise", 1).cancel())
              .thread("promise cancel first", s -> s.waiter("promise", 0).cancel())
              .thread("broadcast suspend", s -> s.broadcast.suspend(s.late))
              .thread("broadcast resumeAll", s -> s.broadcast.resumeAll())
              .thread("broadcast cancel", s -> s.waiter("broadcast", 1).cancel())
              .thread("cqs suspend", s -> s.cqs.suspend(s.late))
              .thread("cqs resume", s -> s.cqs.resume(1))
              .thread("cqs cancel", s -> s.waiter("cqs", 1).cancel())
              .thread("semaphore tryAcquire", s -> s.semaphore.tryAcquire())
              .thread("semaphore acquire", s -> s.semaphore.acquireUninterruptibly())
              .thread("semaphore release", s -> s.taken.release())
              .thread("semaphore suspend", s -> s.taken.acquire(s.late))
              .thread("semaphore cancel", s -> s.waiter("semaphore", 1).cancel())
              .thread("asynchronous release", s -> s.asynchronous.release())
              .thread("mutex lock", s -> s.mutex.lock())
              .thread("mutex tryLock", s -> s.mutex.tryLock())
              .thread("mutex unlock", s -> s.held.unlock())
              .thread("condition broadcast", s -> s.condition.resumeAll()));
    }
    return all;
  }
}
