// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** A handler runs to its end while another thread stands still inside the same object. */
public final class StandingStillScenarios implements ScenarioSource {

  static final class State {
    final Broadcast broadcast = new Broadcast(1);
    final OneShotPromise<Object> promise = new OneShotPromise<>();
    final Ledger[] waiters = {new Ledger("0"), new Ledger("1")};

    State waiting() {
      broadcast.suspend(waiters[0]);
      return this;
    }

    State registered() {
      promise.suspend(waiters[0]);
      return this;
    }

    void waitAndBroadcast() {
      broadcast.suspend(waiters[1]);
      broadcast.resumeAll();
    }

    void check(int called) {
      for (int i = 0; i < called; i++) {
        waiters[i].checkCalled();
      }
      broadcast.validate();
      promise.validate();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("still-broadcast")
            .setup(() -> new State().waiting())
            .thread("broadcaster", s -> s.broadcast.resumeAll())
            .thread("interrupted", s -> {})
            .alone("handler", "interrupted", State::waitAndBroadcast)
            .check(s -> s.check(2))
            .covers("CB-2", "BC-9")
            .describe("A handler waits and broadcasts while another broadcast stands still."),
        Scenario.named("still-promise")
            .setup(() -> new State().registered())
            .thread("resolver", s -> s.promise.tryResolve(7))
            .thread("interrupted", s -> {})
            .alone("handler", "interrupted", s -> s.promise.suspend(s.waiters[1]))
            .check(s -> s.check(2))
            .covers("CB-2", "PR-12")
            .describe("A handler registers while another thread's resolution stands still."));
  }
}
