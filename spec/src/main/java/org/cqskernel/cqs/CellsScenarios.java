// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cqskernel.cqs.Cells.Slot;
import org.cqskernel.cqs.CqsScenarios.Taker;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The infinite array without a cell protocol: indices, positions and the count of a segment. */
public final class CellsScenarios implements ScenarioSource {

  /** To walk over so many cells one by one takes more steps than an execution may have. */
  private static final int LONG = 600;

  /** One cell per segment, so that each index lies in a segment of its own. */
  static final class Array {
    final Cells cells = new Cells(0, 0);
    final Slot[] suspended;
    final Slot[] resumed = new Slot[2];
    final boolean[] cancelled;
    private final List<Long> visited = new ArrayList<>();

    Array(int issued, int places) {
      suspended = new Slot[places];
      cancelled = new boolean[places];
      for (int i = 0; i < issued; i++) {
        suspend(i);
      }
    }

    void suspend(int place) {
      suspended[place] = cells.nextSuspend();
    }

    void resume(int place) {
      resumed[place] = cells.nextResume();
    }

    void cancel(int place) {
      cancelled[place] = true;
      suspended[place].cancelled();
    }

    void resumeAll() {
      cells.resumeAll(slot -> visited.add(slot.index()));
    }

    /** Issued cells, all but the first and the last of which are cancelled. */
    static Array withGap() {
      Array a = new Array(LONG, LONG);
      for (int i = 1; i < LONG - 1; i++) {
        a.cancel(i);
      }
      a.resume(0);
      return a;
    }

    void checkJumped() {
      if (resumed[1].index() != LONG - 1) {
        throw new AssertionError("the resumer has got " + resumed[1].index() + " (ITER-8)");
      }
      cells.validate();
    }

    /** ITER-1, ITER-2, ARR-1: each index once per side, none skipped, and both meet in one cell. */
    void checkMet() {
      List<Slot> resumers = Stream.of(resumed).filter(Objects::nonNull).toList();
      for (Slot r : resumers) {
        if (r.index() >= resumers.size()) {
          throw new AssertionError("a resumer has skipped a live cell for " + r.index());
        }
        r.getAndSet(r.index());
        for (Slot s : suspended) {
          if (s != null && (s.index() == r.index()) != Long.valueOf(r.index()).equals(s.get())) {
            throw new AssertionError("suspender " + s.index() + " and resumer " + r.index());
          }
        }
        r.getAndSet(null);
      }
      if (suspended[0].index() == suspended[1].index()) {
        throw new AssertionError("two suspenders have index " + suspended[0].index() + " (ITER-1)");
      }
      cells.validate();
    }

    /** RALL-2: each cell below the resume index once, unless cancelled, and none beyond. */
    void checkSwept() {
      long end = cells.resume.index();
      for (int i = 0; i < suspended.length; i++) {
        long index = suspended[i].index();
        long times = visited.stream().filter(v -> v == index).count();
        if (index >= end ? times != 0 : cancelled[i] ? times > 1 : times != 1) {
          throw new AssertionError("cell " + index + " is visited " + times + " times (RALL-2)");
        }
      }
      if (cells.resume.segment().id < end - 1) {
        throw new AssertionError("the position has stayed behind the sweep (RALL-9)\n" + cells);
      }
      cells.validate();
    }
  }

  /** A segment of two cells with one pointer. */
  static final class Count {
    final Segment segment = new Segment(0, null, null, 1, 2);
    private boolean incremented;
    private int removers;

    void increment() {
      incremented = segment.tryIncPointers();
    }

    void cancel() {
      removers += segment.decLiveCells() ? 1 : 0;
    }

    void leave() {
      removers += segment.decPointers() ? 1 : 0;
    }

    /** ARR-5, ARR-6, ARR-9: either the pointer was added, or one thread saw the segment removed. */
    void check() {
      boolean removed = segment.isRemoved();
      if (incremented == removed || removers != (removed ? 1 : 0)) {
        throw new AssertionError(
            "incremented " + incremented + ", removed " + removed + " by " + removers);
      }
    }
  }

  /** Two waiters in segments of one cell. */
  static final class Queue {
    private final Cqs<Object> cqs =
        new Cqs<>(Resumption.ASYNC, Cancellation.SMART, new Policy<>() {}, 0, 0, 0);
    private final Taker[] takers = {new Taker(), new Taker()};

    Queue() {
      for (Taker t : takers) {
        cqs.suspend(t);
      }
    }

    void resume(Object value) {
      cqs.resume(value);
    }

    void check() {
      for (Taker t : takers) {
        if (t.calls != 1) {
          throw new AssertionError("a waiter is called " + t.calls + " times (CQS-23)\n" + cqs);
        }
      }
      cqs.validate();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("count-increment-remove")
            .setup(Count::new)
            .thread("mover", Count::increment)
            .thread("canceller", Count::cancel)
            .thread(
                "other",
                s -> {
                  s.cancel();
                  s.leave();
                })
            .check(Count::check)
            .covers("ARR-5", "ARR-6", "ARR-9")
            .describe("A pointer is added while the last pointer and the last cells go."),
        Scenario.named("count-increment-cancel")
            .setup(Count::new)
            .thread("mover", Count::increment)
            .thread("canceller", Count::cancel)
            .check(Count::check)
            .covers("ARR-6")
            .describe("A pointer is added while a cell goes: it is added in the end."),
        Scenario.named("cells-two-sides")
            .setup(() -> new Array(0, 2))
            .thread("suspender 1", s -> s.suspend(0))
            .thread("suspender 2", s -> s.suspend(1))
            .thread("resumer", s -> s.resume(0))
            .check(Array::checkMet)
            .covers("ARR-1", "ITER-1", "ITER-2", "ITER-3")
            .describe("Two suspenders and a resumer, who meet where their indices are the same."),
        Scenario.named("cells-two-resumers")
            .setup(() -> new Array(2, 2))
            .thread("resumer 1", s -> s.resume(0))
            .thread("resumer 2", s -> s.resume(1))
            .check(Array::checkMet)
            .covers("ARR-1", "ITER-1", "ITER-2", "ITER-3")
            .describe("Two resumers, each of whom gets the cell of its index."),
        Scenario.named("cqs-two-resumers")
            .setup(Queue::new)
            .thread("resumer 1", s -> s.resume(1))
            .thread("resumer 2", s -> s.resume(2))
            .check(Queue::check)
            .covers("ITER-2", "ITER-3", "CQS-18")
            .describe("Two resumers and two waiters, each in a segment of its own."),
        Scenario.named("cells-jump")
            .setup(Array::withGap)
            .thread("resumer", s -> s.resume(1))
            .check(Array::checkJumped)
            .covers("ITER-8")
            .describe(
                "A resumer in front of many removed segments jumps, within the bound of steps."),
        Scenario.named("cells-sweep-past-removed")
            .setup(() -> new Array(2, 3))
            .thread("canceller", s -> s.cancel(1))
            .thread("suspender", s -> s.suspend(2))
            .thread("broadcaster", Array::resumeAll)
            .check(Array::checkSwept)
            .covers("RALL-2", "RALL-9", "ARR-10", "ARR-14")
            .describe("The last segment of a sweep is removed while the sweep moves there."));
  }
}
