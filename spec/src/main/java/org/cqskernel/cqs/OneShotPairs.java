// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/** The queue that is resumed once, with two who wait: each operation against each. */
public final class OneShotPairs implements PairSource {
  private static final class Sized extends OneShot<Object> {
    private final int order;

    Sized(int order) {
      this.order = order;
    }

    @Override
    protected int segmentOrder() {
      return order;
    }
  }

  static final class State {
    final OneShot<Object> queue;
    private final List<CqsScenarios.Taker> waiting = new ArrayList<>();
    private final CqsScenarios.Taker[] takers = new CqsScenarios.Taker[Pairs.PARTIES];
    private int wins;
    private boolean elsewhere;

    State(int order) {
      queue = new Sized(order);
      for (int i = 0; i < 2; i++) {
        waiting.add(new CqsScenarios.Taker());
        queue.suspend(waiting.get(i));
      }
    }

    void prepare(int party) {
      takers[party] = new CqsScenarios.Taker();
      waiting.add(takers[party]);
    }

    void suspend(int party) {
      queue.suspend(takers[party]);
    }

    void prepareCancel(int party) {
      prepare(party);
      suspend(party);
    }

    void cancel(int party) {
      note(takers[party], elsewhere ? Elsewhere.cancel(takers[party]) : takers[party].cancel());
    }

    void cancelFromElsewhere() {
      for (CqsScenarios.Taker t : takers) {
        if (t != null) {
          note(t, Elsewhere.cancel(t));
        }
      }
    }

    private static void note(CqsScenarios.Taker taker, boolean cancelled) {
      taker.cancellations += cancelled ? 1 : 0;
    }

    void resumeAll(int party) {
      if (queue.tryResumeAll(party)) {
        wins++;
      } else if (!queue.isResumed() || queue.outcome(null) == null) {
        throw new AssertionError("the loser sees no outcome (PR-2)");
      }
    }

    /** PR-1, PR-4: one outcome, and each is called with it or cancelled. */
    void check() {
      queue.validate();
      if (!queue.isResumed()) {
        resumeAll(0);
      }
      if (wins != 1) {
        throw new AssertionError(wins + " have won, not one (PR-1)");
      }
      for (CqsScenarios.Taker t : waiting) {
        if (t.calls + t.cancellations != 1) {
          throw new AssertionError(
              "called " + t.calls + " times and cancelled " + t.cancellations + " times (BC-4)");
        }
        if (t.calls == 1 && !t.value.equals(queue.outcome(null))) {
          throw new AssertionError("one got " + t.value + ", which is not the outcome (PR-2)");
        }
      }
    }
  }

  @Override
  public Options options(Scenario<?> scenario, Options options) {
    return Elsewhere.options(scenario, PairSource.super.options(scenario, options));
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    for (int order = 0; order <= 2; order++) {
      int o = order;
      all.add(
          Pairs.of("oneshot " + order, () -> new State(o))
              .operation("suspend(Waiter)", State::prepare, State::suspend)
              .operation("cancel()", State::prepareCancel, State::cancel)
              .operation(
                  Elsewhere.CANCEL, (s, p) -> s.elsewhere = true, (s, p) -> s.cancelFromElsewhere())
              .operation("tryResumeAll(Object)", State::resumeAll)
              .reading("isResumed()", s -> s.queue.isResumed())
              .reading("outcome(Object)", s -> s.queue.outcome(null))
              .reading("toString()", s -> s.queue.toString())
              .reading("dump()", s -> s.queue.dump())
              .check(State::check)
              .covers("PR-1", "PR-2", "PR-4", "BC-4"));
    }
    return all;
  }
}
