// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/**
 * Cqs in each mode, with cancellations that are allowed and refused: each operation against each.
 */
public final class CqsPairs implements PairSource {
  /** What the last sweep of a check hands over; not one of the values that are conserved. */
  private static final int LAST = 99;

  private static final String WAITS = "it waits for the end of a smart cancellation (CQS-16)";

  static final class State implements Policy<Object> {
    final Cqs<Object> cqs;
    private final boolean refuses;
    private boolean elsewhere;
    private final CqsScenarios.Taker[] takers = new CqsScenarios.Taker[Pairs.PARTIES];
    private final CqsScenarios.Taker[] immediate = new CqsScenarios.Taker[Pairs.PARTIES];
    private final List<Object> keptByOwner = new ArrayList<>();
    private final List<Object> keptByResumer = new ArrayList<>();
    private final List<Integer> values = new ArrayList<>();

    State(Resumption resumption, Cancellation cancellation, boolean refuses, int order) {
      this.refuses = refuses;
      cqs = new Cqs<>(resumption, cancellation, this, order, Cells.firstIndex(order), 1);
    }

    @Override
    public boolean onCancellation() {
      return !refuses;
    }

    @Override
    public void refused(Object value) {
      keptByOwner.add(value);
    }

    void prepareSuspend(int party) {
      takers[party] = new CqsScenarios.Taker();
    }

    void prepareCancel(int party) {
      prepareSuspend(party);
      suspend(party);
    }

    void cancelFromElsewhere() {
      for (CqsScenarios.Taker t : takers) {
        if (t != null && Elsewhere.cancel(t)) {
          t.cancellations++;
        }
      }
    }

    void cancel(int party) {
      CqsScenarios.Taker t = takers[party];
      if (elsewhere ? Elsewhere.cancel(t) : t.cancel()) {
        t.cancellations++;
      }
    }

    void suspend(int party) {
      takers[party].suspended = cqs.suspend(takers[party]);
    }

    void prepareResume(int party) {
      values.add(party);
    }

    void resume(int party) {
      if (!cqs.resume(party)) {
        keptByResumer.add(party);
      }
    }

    void resumeNow(int party) {
      immediate[party] = new CqsScenarios.Taker();
      cqs.resumeNow(immediate[party], party);
    }

    void check() {
      cqs.validate();
      for (CqsScenarios.Taker t : takers) {
        if (t != null) {
          insist(t);
        }
      }
      List<CqsScenarios.Taker> late = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        CqsScenarios.Taker t = new CqsScenarios.Taker();
        t.suspended = cqs.suspend(t);
        insist(t);
        late.add(t);
      }
      cqs.resumeAll(LAST);
      cqs.validate();
      checkTakers(late);
      checkValues(late);
    }

    /** CQS-6: a waiter whose cell is broken is as new, hence it may come again. */
    private void insist(CqsScenarios.Taker t) {
      while (t.suspended == Suspended.BROKEN) {
        t.suspended = cqs.suspend(t);
      }
    }

    /** BC-4: each is called once or cancelled once. */
    private void checkTakers(List<CqsScenarios.Taker> late) {
      for (int party = 0; party < Pairs.PARTIES; party++) {
        CqsScenarios.Taker t = takers[party];
        if (t != null && t.calls + t.cancellations != 1) {
          throw new AssertionError(
              party + " is called " + t.calls + " and cancelled " + t.cancellations + " times");
        }
        CqsScenarios.Taker now = immediate[party];
        if (now != null && (now.calls != 1 || !Integer.valueOf(party).equals(now.value))) {
          throw new AssertionError("resumeNow has called " + now.calls + " times");
        }
      }
      for (CqsScenarios.Taker t : late) {
        if (t.calls != 1) {
          throw new AssertionError("one who came last is called " + t.calls + " times");
        }
      }
    }

    /** CQS-18: each value is with one waiter, with the owner, or with its resumer. */
    private void checkValues(List<CqsScenarios.Taker> late) {
      List<Object> found = new ArrayList<>(keptByOwner);
      found.addAll(keptByResumer);
      for (CqsScenarios.Taker t : takers) {
        if (t != null && t.calls > 0) {
          found.add(t.value);
        }
      }
      late.forEach(t -> found.add(t.value));
      for (Integer v : values) {
        if (found.stream().filter(v::equals).count() != 1) {
          throw new AssertionError("value " + v + " is lost or doubled among " + found);
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
    for (Resumption resumption : Resumption.values()) {
      for (int order = 0; order <= 2; order++) {
        all.add(pairs(resumption, Cancellation.SIMPLE, false, order));
        all.add(pairs(resumption, Cancellation.SMART, false, order));
        all.add(pairs(resumption, Cancellation.SMART, true, order));
      }
    }
    return all;
  }

  private static Pairs<State> pairs(
      Resumption resumption, Cancellation cancellation, boolean refuses, int order) {
    String mode = (resumption + "-" + cancellation).toLowerCase(Locale.ROOT);
    Pairs<State> pairs =
        Pairs.of(
                "cqs " + mode + (refuses ? " refusing " : " ") + order,
                () -> new State(resumption, cancellation, refuses, order))
            .operation("suspend(Waiter)", State::prepareSuspend, State::suspend)
            .operation(
                Elsewhere.CANCEL, (s, p) -> s.elsewhere = true, (s, p) -> s.cancelFromElsewhere())
            .operation("cancel()", State::prepareCancel, State::cancel)
            .operation("resume(Object)", State::prepareResume, State::resume)
            .operation("resumeAll(Object)", (s, p) -> s.cqs.resumeAll(10 + p))
            .operation("resumeNow(Waiter, Object)", State::resumeNow)
            .reading("toString()", s -> s.cqs.toString())
            .check(State::check)
            .covers("BC-2", "BC-4", "CQS-18", "RALL-2");
    if (resumption == Resumption.SYNC && cancellation == Cancellation.SMART) {
      for (String resumes : List.of("resume(Object)", "resumeAll(Object)")) {
        pairs.unsafe(resumes, "cancel()", WAITS).unsafeBeside(resumes, Elsewhere.CANCEL, WAITS);
      }
    }
    return pairs;
  }
}
