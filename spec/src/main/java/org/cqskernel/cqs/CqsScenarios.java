// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Cqs in each mode: every value ends in one place, every waiter once. */
public final class CqsScenarios implements ScenarioSource {

  /** A queue whose synchronous resumer looks once for its suspender. */
  public static <T> Cqs<T> impatient(Resumption resumption, Policy<T> policy, int order) {
    return new Cqs<>(resumption, Cancellation.SMART, policy, order, Cells.firstIndex(order), 1);
  }

  /** A waiter that notes its value. */
  static final class Taker extends Waiter<Object> {
    int calls;
    Object value;
    int cancellations;
    Suspended suspended;

    @Override
    protected void resumed(Object result) {
      calls++;
      value = result;
    }

    void tryCancel() {
      if (suspended == Suspended.WAITING && cancel()) {
        cancellations++;
      }
    }
  }

  /** Refuses a cancellation as soon as a resumption has been announced for the waiter. */
  static final class State implements Policy<Object> {
    final Cqs<Object> cqs;
    final Taker[] takers = new Taker[4];
    private final boolean refuses;
    private final List<Object> refused = new ArrayList<>();
    private final List<Object> kept = new ArrayList<>();
    private final boolean neverFails;
    private int values;

    State(Resumption resumption, Cancellation cancellation, int looks, boolean refuses) {
      this(resumption, cancellation, looks, refuses, 1);
    }

    State(Resumption resumption, Cancellation cancellation, int looks, boolean refuses, int order) {
      this.cqs = new Cqs<>(resumption, cancellation, this, order, 0, looks);
      this.neverFails = resumption == Resumption.ASYNC && cancellation == Cancellation.SMART;
      this.refuses = refuses;
      for (int i = 0; i < takers.length; i++) {
        takers[i] = new Taker();
      }
    }

    /** One cell a segment: the first waiter is resumed, two are cancelled, the fourth waits. */
    static State withTwoRemovedSegments() {
      State s = new State(Resumption.ASYNC, Cancellation.SMART, 1, false, 0);
      for (int i = 0; i < s.takers.length; i++) {
        s.suspend(i);
      }
      s.cqs.resume(1);
      s.cancel(1);
      s.cancel(2);
      return s;
    }

    @Override
    public boolean onCancellation() {
      return !refuses;
    }

    @Override
    public void refused(Object value) {
      refused.add(value);
    }

    void suspend(int i) {
      takers[i].suspended = cqs.suspend(takers[i]);
    }

    void cancel(int i) {
      takers[i].tryCancel();
    }

    void resume(Object value) {
      if (!cqs.resume(value)) {
        kept.add(value);
      }
    }

    /** CQS-18: each value is with a waiter, refused, kept by its resumer, or still in a cell. */
    void checkConserved(int resumed) {
      values = resumed;
      cqs.validate();
      if (neverFails && !kept.isEmpty()) {
        throw new AssertionError("a resumption has failed in vain (CQS-11): " + kept);
      }
      List<Object> found = new ArrayList<>(refused);
      found.addAll(kept);
      for (Taker t : takers) {
        if (t.calls + t.cancellations > 1) {
          throw new AssertionError("called " + t.calls + ", cancelled " + t.cancellations);
        }
        if (t.calls == 1) {
          found.add(t.value);
        }
      }
      // What is left in cells goes to those who come now.
      for (int round = 0; round < 3 && found.size() < values; round++) {
        Taker late = new Taker();
        if (cqs.suspend(late) == Suspended.RESUMED) {
          found.add(late.value);
        }
      }
      for (int v = 1; v <= values; v++) {
        if (found.stream().filter(Integer.valueOf(v)::equals).count() != 1) {
          throw new AssertionError("value " + v + " is lost or doubled among " + found);
        }
      }
    }
  }

  private static String[] suspendResume(Resumption resumption) {
    return resumption == Resumption.SYNC
        ? new String[] {"ITER-1", "CQS-4", "CQS-5", "CQS-6", "CQS-7", "CQS-8", "CQS-18"}
        : new String[] {"ITER-1", "CQS-4", "CQS-5", "CQS-8", "CQS-18", "BC-3"};
  }

  private static String[] cancelResume(Resumption resumption, Cancellation cancellation) {
    if (cancellation == Cancellation.SIMPLE) {
      return new String[] {"BC-2", "CQS-8", "CQS-10", "CQS-18", "CQS-21"};
    }
    return resumption == Resumption.SYNC
        ? new String[] {"BC-2", "CQS-8", "CQS-11", "CQS-13", "CQS-16", "CQS-18", "CQS-21"}
        : new String[] {"BC-2", "CQS-8", "CQS-11", "CQS-13", "CQS-18", "CQS-21"};
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (Resumption resumption : Resumption.values()) {
      for (Cancellation cancellation : Cancellation.values()) {
        String mode = (resumption + "-" + cancellation).toLowerCase(Locale.ROOT);
        all.add(
            Scenario.named("cqs-suspend-resume-" + mode)
                .setup(() -> new State(resumption, cancellation, 1, false))
                .thread("suspender 1", s -> s.suspend(0))
                .thread("suspender 2", s -> s.suspend(1))
                .thread("resumer", s -> s.resume(1))
                .check(s -> s.checkConserved(1))
                .covers(suspendResume(resumption))
                .describe("Two suspend, one resumes, and may come first."));
        all.add(
            Scenario.named("cqs-cancel-resume-" + mode)
                .setup(
                    () -> {
                      State s = new State(resumption, cancellation, 1, false);
                      s.suspend(0);
                      return s;
                    })
                .thread("canceller", s -> s.cancel(0))
                .thread("resumer", s -> s.resume(1))
                .thread("suspender", s -> s.suspend(1))
                .check(s -> s.checkConserved(1))
                .covers(cancelResume(resumption, cancellation))
                .describe("A waiter is cancelled while it is resumed; another one comes."));
        if (cancellation == Cancellation.SMART) {
          all.add(
              Scenario.named("cqs-refuse-resume-" + mode)
                  .setup(
                      () -> {
                        State s = new State(resumption, cancellation, 1, true);
                        s.suspend(0);
                        return s;
                      })
                  .thread("canceller", s -> s.cancel(0))
                  .thread("resumer", s -> s.resume(1))
                  .check(s -> s.checkConserved(1))
                  .covers("CQS-12", "CQS-14", "CQS-15", "CQS-17", "CQS-18")
                  .describe("A cancellation that is not allowed, against the resumption due."));
        }
        all.add(
            cancelAndResume(resumption, cancellation, "cqs-suspend-cancel-resume-")
                .thread("suspender", s -> s.suspend(1))
                .describe("One suspends and cancels, one suspends, one resumes twice."));
        all.add(
            Scenario.named("cqs-resumeall-" + mode)
                .setup(
                    () -> {
                      State s = new State(resumption, cancellation, 1, false);
                      s.suspend(0);
                      return s;
                    })
                .thread("canceller", s -> s.cancel(0))
                .thread("suspender", s -> s.suspend(1))
                .thread("broadcaster", s -> s.cqs.resumeAll(1))
                .check(
                    s -> {
                      s.cqs.resumeAll(2);
                      s.cqs.validate();
                      for (int i = 0; i < 2; i++) {
                        if (s.takers[i].calls + s.takers[i].cancellations != 1) {
                          throw new AssertionError("waiter " + i + " is lost or called twice");
                        }
                      }
                    })
                .covers("RALL-2", "BC-2", "BC-10", "CQS-8")
                .describe("All who wait get one value; one cancels, one comes."));
      }
    }
    all.add(
        Scenario.named("cqs-jump-async-smart")
            .setup(State::withTwoRemovedSegments)
            .thread("resumer 1", s -> s.resume(2))
            .thread("resumer 2", s -> s.resume(3))
            .check(s -> s.checkConserved(3))
            .covers("ITER-1", "ITER-5", "CQS-11", "CQS-18")
            .describe("Two resumers, in front of whom two segments are removed."));
    return all;
  }

  /** Scenarios that take long: in each mode two suspend and cancel while one resumes twice. */
  public static List<Scenario<?>> deep() {
    List<Scenario<?>> all = new ArrayList<>();
    for (Resumption resumption : Resumption.values()) {
      for (Cancellation cancellation : Cancellation.values()) {
        all.add(
            cancelAndResume(resumption, cancellation, "cqs-two-cancel-resume-")
                .thread("suspender", s -> suspendAndCancel(s, 1))
                .covers(cancelResume(resumption, cancellation))
                .describe("Two suspend and cancel, one resumes twice."));
      }
    }
    return all;
  }

  private static void suspendAndCancel(State s, int i) {
    s.suspend(i);
    s.cancel(i);
  }

  private static Scenario<State> cancelAndResume(
      Resumption resumption, Cancellation cancellation, String prefix) {
    String mode = (resumption + "-" + cancellation).toLowerCase(Locale.ROOT);
    return Scenario.named(prefix + mode)
        .setup(() -> new State(resumption, cancellation, 1, false))
        .thread("canceller", s -> suspendAndCancel(s, 0))
        .thread(
            "resumer",
            s -> {
              s.resume(1);
              s.resume(2);
            })
        .check(s -> s.checkConserved(2));
  }
}
