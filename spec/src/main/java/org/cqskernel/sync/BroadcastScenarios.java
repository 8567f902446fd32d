// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Broadcast: suspensions, cancellations and broadcasts against each other. */
public final class BroadcastScenarios implements ScenarioSource {

  static final class State {
    final Broadcast broadcast;
    final List<Ledger> waiters = new ArrayList<>();
    private final int registered;

    State(int order, int registered, int later) {
      broadcast = new Broadcast(order);
      this.registered = registered;
      for (int i = 0; i < registered + later; i++) {
        waiters.add(new Ledger(String.valueOf(i)));
      }
      for (int i = 0; i < registered; i++) {
        suspend(i);
      }
    }

    /** A broadcast of default size, as users have it. */
    State(int later) {
      broadcast = new Broadcast();
      registered = 0;
      for (int i = 0; i < later; i++) {
        waiters.add(new Ledger(String.valueOf(i)));
      }
    }

    void suspend(int i) {
      broadcast.suspend(waiters.get(i));
    }

    void cancel(int i) {
      waiters.get(i).tryCancel();
    }

    void resumeAll() {
      broadcast.resumeAll();
    }

    /** RALL-4: the only broadcaster is done, and has covered whoever was there before it. */
    void checkCovered() {
      waiters.subList(0, registered).forEach(Ledger::checkSettled);
      checkAllSettled();
    }

    void checkAllSettled() {
      broadcast.validate();
      broadcast.resumeAll();
      waiters.forEach(Ledger::checkSettled);
      Ledger late = new Ledger("late");
      broadcast.suspend(late);
      if (late.called()) {
        throw new AssertionError("a broadcast has left something for later (RALL-6)");
      }
      broadcast.resumeAll();
      late.checkCalled();
      broadcast.validate();
    }
  }

  /** One who remembers what suspend said, and who called. */
  static final class Told {
    final Broadcast broadcast = new Broadcast(0);
    private final Ledger waiter = new Ledger("0").then(() -> caller = Thread.currentThread());
    private Thread suspender;
    private Thread caller;
    private boolean waits;

    void suspend() {
      suspender = Thread.currentThread();
      waits = broadcast.suspend(waiter);
    }

    void check() {
      if (waits == (caller == suspender)) {
        throw new AssertionError(
            "suspend says " + (waits ? "that it waits" : "that it was called") + " (BC-3)");
      }
      broadcast.resumeAll();
      waiter.checkCalled();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (int order = 0; order <= 2; order++) {
      int o = order;
      all.add(
          Scenario.named("broadcast-suspend-resume-" + order)
              .setup(() -> new State(o, 0, 2))
              .thread("suspender 1", s -> s.suspend(0))
              .thread("suspender 2", s -> s.suspend(1))
              .thread("broadcaster", State::resumeAll)
              .check(State::checkAllSettled)
              .covers(
                  "ARR-1", "ITER-1", "ITER-7", "RALL-6", "BC-1", "BC-3", "BC-4", "BC-10", "CB-4",
                  "COND-13")
              .describe("Two suspensions against one broadcast."));
      all.add(
          Scenario.named("broadcast-cancel-resume-" + order)
              .setup(() -> new State(o, 2, 1))
              .thread("canceller", s -> s.cancel(1))
              .thread("suspender", s -> s.suspend(2))
              .thread("broadcaster", State::resumeAll)
              .check(State::checkCovered)
              .covers(
                  "ARR-5", "ARR-6", "ARR-8", "ARR-10", "ARR-13", "ARR-14", "ITER-4", "RALL-2",
                  "RALL-4", "BC-1", "BC-2", "BC-4", "BC-7")
              .describe("A cancellation, a suspension and a broadcast."));
    }
    all.add(
        Scenario.named("broadcast-two-suspend-two-resume")
            .setup(() -> new State(1, 0, 2))
            .thread("suspender 1", s -> s.suspend(0))
            .thread("suspender 2", s -> s.suspend(1))
            .thread("broadcaster 1", State::resumeAll)
            .thread("broadcaster 2", State::resumeAll)
            .check(State::checkAllSettled)
            .covers("ITER-1", "RALL-1", "RALL-2", "BC-4", "BC-10")
            .describe("Two suspensions against two broadcasts."));
    all.add(
        Scenario.named("segments-two-movers")
            .setup(() -> new State(0, 1, 2))
            .thread("suspender 1", s -> s.suspend(1))
            .thread("suspender 2", s -> s.suspend(2))
            .check(State::checkAllSettled)
            .covers("ARR-1", "ARR-12", "ARR-13")
            .describe("Two suspenders race to move the position to new segments (ARR-12)."));
    all.add(
        Scenario.named("segments-movers-cancel")
            .setup(() -> new State(0, 1, 3))
            .thread("suspender", s -> s.suspend(1))
            .thread(
                "canceller",
                s -> {
                  s.suspend(2);
                  s.cancel(2);
                })
            .check(
                s -> {
                  s.suspend(3);
                  s.checkAllSettled();
                })
            .covers("ARR-12", "ARR-15", "ARR-17")
            .describe(
                "Two race to move the position, one cancels: its segment is not removed as tail."));
    all.add(
        Scenario.named("broadcast-own-waiter")
            .setup(() -> new State(1, 1, 1))
            .thread(
                "broadcaster 1",
                s -> {
                  s.suspend(1);
                  s.resumeAll();
                })
            .thread("broadcaster 2", State::resumeAll)
            .check(
                s -> {
                  s.waiters.forEach(Ledger::checkCalled);
                  s.checkAllSettled();
                })
            .covers("RALL-1", "RALL-4", "RALL-5")
            .describe("A waiter registered before a broadcast is called, whoever claims it."));
    all.add(
        Scenario.named("broadcast-first-waiters")
            .setup(() -> new State(2))
            .thread("suspender 1", s -> s.suspend(0))
            .thread("suspender 2", s -> s.suspend(1))
            .thread("broadcaster", State::resumeAll)
            .check(State::checkAllSettled)
            .covers("BC-4", "COND-13")
            .describe("The first two waiters of a broadcast, which has no queue yet."));
    all.add(
        Scenario.named("broadcast-suspend-says")
            .setup(Told::new)
            .thread("suspender", Told::suspend)
            .thread("broadcaster", s -> s.broadcast.resumeAll())
            .check(Told::check)
            .covers("BC-3", "BC-10")
            .describe("What a suspension returns says who calls the waiter."));
    all.add(threeCancels(0));
    for (int order = 0; order <= 1; order++) {
      int o = order;
      int perSegment = 1 << order;
      all.add(
          Scenario.named("segments-cancel-resume-" + order)
              .setup(() -> new State(o, 3 * perSegment, 0))
              .thread(
                  "canceller",
                  s -> {
                    for (int i = perSegment; i < 2 * perSegment; i++) {
                      s.cancel(i);
                    }
                  })
              .thread("broadcaster", State::resumeAll)
              .check(State::checkCovered)
              .covers("ARR-16", "ARR-17", "ARR-18", "ARR-22", "ITER-2", "RALL-2", "RALL-4")
              .describe("A segment is removed while a broadcast sweeps over it (ARR-18)."));
    }
    return all;
  }

  static Scenario<State> threeCancels(int order) {
    return neighbours("segments-three-cancels-" + order, 3, order)
        .covers("ARR-3", "ARR-4", "ARR-8", "ARR-9", "ARR-16", "ARR-17")
        .describe("The last live cells of three neighbouring segments are cancelled.");
  }

  static Scenario<State> fourCancels() {
    return neighbours("segments-four-cancels-0", 4, 0)
        .covers("ARR-3", "ARR-4", "ARR-8", "ARR-9", "ARR-16", "ARR-17")
        .describe("Four neighbouring segments of one cell each are cancelled.");
  }

  private static Scenario<State> neighbours(String name, int cancellers, int order) {
    int perSegment = 1 << order;
    Scenario<State> s =
        Scenario.named(name)
            .setup(
                () -> {
                  State state = new State(order, (cancellers + 2) * perSegment, 0);
                  for (int i = perSegment; i < (cancellers + 1) * perSegment; i++) {
                    if (i % perSegment != 0) {
                      state.cancel(i);
                    }
                  }
                  return state;
                });
    for (int c = 1; c <= cancellers; c++) {
      int cell = c * perSegment;
      s.thread("canceller " + c, state -> state.cancel(cell));
    }
    return s.check(State::checkAllSettled);
  }
}
