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

    State(int order, int registered, int later) {
      broadcast = new Broadcast(order);
      for (int i = 0; i < registered + later; i++) {
        waiters.add(new Ledger(String.valueOf(i)));
      }
      for (int i = 0; i < registered; i++) {
        suspend(i);
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

    void checkAllSettled() {
      broadcast.validate();
      broadcast.resumeAll();
      waiters.forEach(Ledger::checkSettled);
      broadcast.validate();
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
              .describe("Two suspensions against one broadcast."));
      all.add(
          Scenario.named("broadcast-cancel-resume-" + order)
              .setup(() -> new State(o, 2, 1))
              .thread("canceller", s -> s.cancel(1))
              .thread("suspender", s -> s.suspend(2))
              .thread("broadcaster", State::resumeAll)
              .check(State::checkAllSettled)
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
            .describe("Two suspensions against two broadcasts."));
    all.add(
        Scenario.named("segments-two-movers")
            .setup(() -> new State(0, 1, 2))
            .thread("suspender 1", s -> s.suspend(1))
            .thread("suspender 2", s -> s.suspend(2))
            .check(State::checkAllSettled)
            .describe("Two suspenders race to move the position to new segments (ARR-12)."));
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
              .check(State::checkAllSettled)
              .describe("A segment is removed while a broadcast sweeps over it (ARR-18)."));
    }
    return all;
  }

  static Scenario<State> threeCancels(int order) {
    return neighbours("segments-three-cancels-" + order, 3, order)
        .describe("The last live cells of three neighbouring segments are cancelled.");
  }

  static Scenario<State> fourCancels() {
    return neighbours("segments-four-cancels-0", 4, 0)
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
