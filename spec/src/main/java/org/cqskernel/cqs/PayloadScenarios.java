// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Cell, Cells and Cqs: plain fields that are written on one side and read on the other. A missing
 * happens-before edge is a data race on them, which the explorer reports whatever the machine would
 * show.
 */
public final class PayloadScenarios implements ScenarioSource {

  static final class State implements Policy<Object> {
    private final Cell<Object> cell = new Cell<>();
    private final Cells cells = new Cells(0);
    private final Cqs<Object> cqs;

    /** Each resumer and each suspender writes its own, plainly, before it begins. */
    private final int[] resumers = new int[2];

    private final int[] suspenders = new int[4];
    private final Reader[] readers = new Reader[4];
    private boolean refuses;
    private final int[] seconds = new int[2];

    /** Written only if something is. */
    private volatile boolean wrong;

    State() {
      this(Resumption.ASYNC, Cancellation.SIMPLE, 0);
    }

    State(Resumption resumption, Cancellation cancellation, int order) {
      cqs = new Cqs<>(resumption, cancellation, this, order, 0, 1);
      for (int i = 0; i < readers.length; i++) {
        readers[i] = new Reader(this, i);
      }
    }

    State refusing() {
      refuses = true;
      return this;
    }

    @Override
    public boolean onCancellation() {
      return !refuses;
    }

    @Override
    public void refused(Object resumer) {
      if (resumers[(int) resumer] != 1) {
        wrong = true;
      }
    }

    void suspend(int i) {
      suspenders[i] = 1;
      cqs.suspend(readers[i]);
    }

    void cancel(int i) {
      readers[i].cancel();
    }

    State waiting(int n) {
      for (int i = 0; i < n; i++) {
        suspend(i);
      }
      return this;
    }

    void resume(int i) {
      resumers[i] = 1;
      cqs.resume(i);
    }

    void resumeTwice() {
      resume(0);
      resume(1);
    }

    void suspendAndCancel() {
      suspend(3);
      cancel(3);
    }

    void resumeAll(int i) {
      resumers[i] = 1;
      cqs.resumeAll(i);
    }

    void suspendInCell() {
      suspenders[0] = 1;
      cell.suspend(readers[0]);
    }

    void resumeCell() {
      resumers[0] = 1;
      cell.resume(0);
    }

    /** A protocol of one's own: whoever comes second finds the mark of the first. */
    void meet(Cells.Slot slot, int[] mine, int[] theirs, boolean exchange) {
      mine[0] = 1;
      boolean second = exchange ? slot.getAndSet(this) != null : !slot.compareAndSet(null, this);
      if (second) {
        seconds[mine == suspenders ? 0 : 1] = 1;
        if (theirs[0] != 1) {
          wrong = true;
        }
      }
    }

    void meetAsSuspender(boolean exchange) {
      meet(cells.nextSuspend(), suspenders, resumers, exchange);
    }

    void meetAsResumer(boolean exchange) {
      meet(cells.nextResume(), resumers, suspenders, exchange);
    }

    void checkMet() {
      check();
      if (seconds[0] + seconds[1] != 1) {
        throw new AssertionError("not exactly one came second");
      }
    }

    /** Says by its place alone that it has been here. */
    void passBy() {
      suspenders[0] = 1;
      cells.nextSuspend();
    }

    void sweep() {
      cells.resumeAll(this::readSuspender);
    }

    private void readSuspender(Cells.Slot slot) {
      if (suspenders[0] != 1) {
        wrong = true;
      }
    }

    void mark() {
      resumers[0] = 1;
      cells.nextResume().getAndSet(this);
    }

    void look() {
      if (cells.nextSuspend().get() != null && resumers[0] != 1) {
        wrong = true;
      }
    }

    void check() {
      if (wrong) {
        throw new AssertionError("a payload was read too early");
      }
    }

    /** A waiter whose callback reads what its suspender and its resumer have written. */
    static final class Reader extends Waiter<Object> {
      private final State state;
      private final int i;

      Reader(State state, int i) {
        this.state = state;
        this.i = i;
      }

      @Override
      protected void resumed(Object resumer) {
        if (state.suspenders[i] != 1 || state.resumers[(int) resumer] != 1) {
          state.wrong = true;
        }
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    all.add(
        Scenario.named("payload-cell")
            .setup(State::new)
            .thread("suspender", State::suspendInCell)
            .thread("resumer", State::resumeCell)
            .check(State::check)
            .covers("CQS-5", "MEM-2", "MEM-3")
            .describe("One cell: the callback sees what both sides have written."));
    for (Resumption r : Resumption.values()) {
      all.add(
          Scenario.named("payload-cqs-" + r.name().toLowerCase(Locale.ROOT))
              .setup(() -> new State(r, Cancellation.SIMPLE, 0))
              .thread("suspender", s -> s.suspend(0))
              .thread("resumer", s -> s.resume(0))
              .check(State::check)
              .covers("CQS-5", "CQS-7", "MEM-2", "MEM-3")
              .describe("A queue: the callback sees what both sides have written."));
    }
    all.add(
        Scenario.named("payload-cqs-cancel")
            .setup(() -> new State(Resumption.ASYNC, Cancellation.SMART, 0).waiting(2))
            .thread("canceller", s -> s.cancel(0))
            .thread("resumer", s -> s.resume(0))
            .check(State::check)
            .covers("CQS-13", "CQS-15", "MEM-4")
            .describe("A value left to a canceller: the next waiter sees what its resumer wrote."));
    all.add(
        Scenario.named("payload-cqs-refused")
            .setup(() -> new State(Resumption.ASYNC, Cancellation.SMART, 0).refusing().waiting(1))
            .thread("canceller", s -> s.cancel(0))
            .thread("resumer", s -> s.resume(0))
            .check(State::check)
            .covers("CQS-14", "CQS-15", "MEM-4")
            .describe(
                "A value left to a canceller that refuses it: it sees what its resumer wrote."));
    all.add(
        Scenario.named("payload-cqs-segments")
            .setup(() -> new State().waiting(1))
            .thread("suspender 1", s -> s.suspend(1))
            .thread("suspender 2", s -> s.suspend(2))
            .thread("resumer", State::resumeTwice)
            .check(State::check)
            .covers("ARR-1", "ARR-2", "ARR-12", "ITER-3", "MEM-5")
            .describe("Segments that one side appends and the other side finds."));
    all.add(
        Scenario.named("payload-cqs-neighbours")
            .setup(() -> new State(Resumption.ASYNC, Cancellation.SIMPLE, 1).waiting(2))
            .thread("suspender 1", s -> s.suspend(2))
            .thread("suspender 2", State::suspendAndCancel)
            .check(State::check)
            .covers("ARR-2", "ARR-12", "MEM-5")
            .describe("Two in one fresh segment: who did not make it counts itself out of it."));
    all.add(
        Scenario.named("payload-cqs-resume-all")
            .setup(() -> new State().waiting(1))
            .thread("suspender", s -> s.suspend(1))
            .thread("resumer", s -> s.resumeAll(0))
            .check(State::check)
            .covers("RALL-4", "MEM-2", "MEM-3", "BC-10")
            .describe("A sweep: each callback sees what its suspender and the sweeper wrote."));
    for (boolean exchange : new boolean[] {false, true}) {
      all.add(
          Scenario.named("payload-slot-" + (exchange ? "exchange" : "compare"))
              .setup(State::new)
              .thread("suspender", s -> s.meetAsSuspender(exchange))
              .thread("resumer", s -> s.meetAsResumer(exchange))
              .check(State::checkMet)
              .covers("ARR-1", "MEM-2", "MEM-3")
              .describe("A cell protocol of one's own: the second sees what the first wrote."));
    }
    all.add(
        Scenario.named("payload-slot-get")
            .setup(State::new)
            .thread("resumer", State::mark)
            .thread("suspender", State::look)
            .check(State::check)
            .covers("MEM-2")
            .describe("Who reads a slot sees what was written before its content."));
    all.add(
        Scenario.named("payload-slot-sweep")
            .setup(State::new)
            .thread("suspender", State::passBy)
            .thread("resumer", State::sweep)
            .check(State::check)
            .covers("RALL-4", "MEM-1")
            .describe("A sweep sees what was written before a cell of its range was issued."));
    return all;
  }
}
