// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;

/**
 * The array of cells in the hands of a small client, who registers, withdraws and calls: each
 * operation against each.
 */
public final class CellsPairs implements PairSource {

  /** What lies in a cell: a registration, or that its resumer was there. */
  private static final class Registration {
    int calls;
    int cancellations;
  }

  private static final Object RESUMED = "resumed";
  private static final Object CANCELLED = "cancelled";

  static final class State {
    final Cells cells;
    private final Registration[] mine = new Registration[Pairs.PARTIES];
    private final Cells.Slot[] slots = new Cells.Slot[Pairs.PARTIES];
    private final boolean[] suspended = new boolean[Pairs.PARTIES];

    State(int order) {
      cells = new Cells(order, Cells.firstIndex(order));
      Arrays.setAll(mine, i -> new Registration());
    }

    void suspend(int party) {
      suspended[party] = true;
      slots[party] = cells.nextSuspend();
      if (!slots[party].compareAndSet(null, mine[party])) {
        mine[party].calls++; // The resumer was first.
      }
    }

    void cancel(int party) {
      if (slots[party].compareAndSet(mine[party], CANCELLED)) {
        mine[party].cancellations++;
        slots[party].cancelled();
      }
    }

    void resume() {
      for (; ; ) {
        if (call(cells.nextResume())) {
          return;
        }
      }
    }

    void resumeAll() {
      cells.resumeAll(this::call);
    }

    private boolean call(Cells.Slot slot) {
      Object found = slot.get();
      if (found == CANCELLED) {
        return false;
      }
      found = slot.getAndSet(RESUMED);
      if (found == RESUMED) {
        throw new AssertionError("two resumers have cell " + slot.index() + " (ITER-1, RALL-1)");
      }
      if (found instanceof Registration r) {
        r.calls++;
      }
      return found != CANCELLED;
    }

    void check() {
      cells.validate();
      cells.resumeAll(this::call);
      for (int party = 0; party < Pairs.PARTIES; party++) {
        int ends = mine[party].calls + mine[party].cancellations;
        if (ends != (suspended[party] ? 1 : 0)) {
          throw new AssertionError("registration " + party + " has ended " + ends + " times");
        }
      }
      cells.validate();
    }
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    for (int order = 0; order <= 2; order++) {
      int o = order;
      all.add(
          Pairs.of("cells " + order, () -> new State(o))
              .operation("nextSuspend()", State::suspend)
              .operation("Slot.cancelled()", State::suspend, State::cancel)
              .operation("nextResume()", (s, p) -> s.resume())
              .operation("resumeAll(Consumer)", (s, p) -> s.resumeAll())
              .reading("toString()", s -> s.cells.toString())
              .check(State::check)
              .covers("ARR-8", "ITER-1", "RALL-1", "RALL-2", "RALL-3"));
    }
    return all;
  }
}
