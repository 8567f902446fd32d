// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Callbacks that call back: into the broadcast that calls them, while others use it too. */
public final class ReentrantScenarios implements ScenarioSource {

  static final class State {
    final Broadcast broadcast;

    /** Waits from the beginning; what it does when called depends on the scenario. */
    final Ledger first = new Ledger("first");

    final Ledger second = new Ledger("second");
    final Ledger again = new Ledger("again");
    final Ledger late = new Ledger("late");
    private boolean sweeping;
    private boolean calledTooEarly;

    State(int order) {
      broadcast = new Broadcast(order);
      broadcast.suspend(first);
      broadcast.suspend(second);
    }

    /** RALL-8: who registers again during a sweep is not called by it. */
    static State registeringAgain(int order) {
      State s = new State(order);
      s.again.then(() -> s.calledTooEarly |= s.sweeping);
      s.first.then(() -> s.broadcast.suspend(s.again));
      return s;
    }

    static State cancellingTheNext(int order) {
      State s = new State(order);
      s.first.then(s.second::tryCancel);
      return s;
    }

    static State broadcasting(int order) {
      State s = new State(order);
      s.first.then(
          () -> {
            s.broadcast.suspend(s.again);
            s.broadcast.resumeAll();
          });
      return s;
    }

    void sweep() {
      sweeping = true;
      broadcast.resumeAll();
      sweeping = false;
    }

    void check(Ledger... others) {
      broadcast.validate();
      if (calledTooEarly) {
        throw new AssertionError("called by the sweep in which it was registered (RALL-8)");
      }
      broadcast.resumeAll();
      first.checkSettled();
      second.checkSettled();
      for (Ledger other : others) {
        other.checkSettled();
      }
      broadcast.validate();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("reentrant-register-again")
            .setup(() -> State.registeringAgain(0))
            .thread("broadcaster", State::sweep)
            .thread("canceller", s -> s.second.tryCancel())
            .thread("suspender", s -> s.broadcast.suspend(s.late))
            .check(s -> s.check(s.again, s.late))
            .covers("RALL-2", "RALL-8", "BC-4")
            .describe("A callback registers again, while one cancels and one suspends."),
        Scenario.named("reentrant-cancel-the-next")
            .setup(() -> State.cancellingTheNext(1))
            .thread("broadcaster", State::sweep)
            .thread("suspender", s -> s.broadcast.suspend(s.late))
            .check(s -> s.check(s.late))
            .covers("RALL-8", "BC-2", "BC-4")
            .describe("A callback cancels the waiter that the sweep would call next."),
        Scenario.named("reentrant-broadcast")
            .setup(() -> State.broadcasting(1))
            .thread("broadcaster", State::sweep)
            .thread("other broadcaster", s -> s.broadcast.resumeAll())
            .check(s -> s.check(s.again))
            .covers("RALL-1", "RALL-2", "RALL-8", "BC-4")
            .describe("A callback registers and broadcasts, against another broadcaster."));
  }
}
