// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * The waiters of a {@link OneShot} from the second one on: an infinite array that is resumed once,
 * as a whole, and is its own first segment.
 */
final class OneShotQueue extends Position.InFirstSegment {
  /*
   * Closing is one fetch-and-add on the same word that issues indices. Therefore a suspender whose
   * index comes before it is covered by the sweep, wherever it is (BC-10), and one that comes after
   * it sees the sign bit, and with it everything the closer did before. There is no second look at
   * the outcome, and no pair of variables that could miss each other (PR-5).
   */
  final int order;

  /** A queue whose first cell holds {@code first}, not shared yet. */
  OneShotQueue(OneShot<?> owner, Waiter<?> first, int order, long firstIndex) {
    super(owner, firstIndex >>> order, liveCells(firstIndex, order), firstIndex + 1);
    this.order = order;
    cells[0] = first; // Plain: the compare-and-set that installs this queue publishes it.
  }

  private static int liveCells(long firstIndex, int order) {
    int length = 1 << order;
    return length - (int) (firstIndex & (length - 1));
  }

  /** Returns whether it waits; false if the queue is closed and the waiter is to be resumed now. */
  boolean suspend(Waiter<?> waiter) {
    // Final fields are read before the atomic, so that no load stands between it and the next one.
    int shift = order;
    Segment s = tail(); // ITER-3: before the index.
    long id = s.id;
    Object[] slots = s.cells;
    long i = issue();
    if (i < 0) {
      return false;
    }
    if (i >>> shift != id) {
      s = advanceTail(s, i >>> shift, shift);
      slots = s.cells;
    }
    int offset = s.offset(i, shift);
    waiter.place(s, offset);
    // BC-10: if the sweep has been here first, it has left RESUMED for us.
    return Cell.install(slots, offset, waiter) == null;
  }

  /** The waiter that this queue was made with does not know that it lies here. */
  boolean cancelFirst(Waiter<?> waiter) {
    return cancel(this, 0, waiter);
  }

  static boolean cancel(Segment segment, int offset, Waiter<?> waiter) {
    if (!Cell.cancel(segment.cells, offset, waiter, CellState.CANCELLED)) {
      return false;
    }
    segment.cancelCell();
    return true;
  }

  /** Resumes every waiter that has an index. Called once, after the outcome is set. */
  void resumeAll(OneShot<?> owner, Object outcome) {
    long stop = close();
    Sweep.run(owner, this, firstIndex(), stop, order, outcome, CellState.RESUMED);
  }

  private long firstIndex() {
    return ((id + 1) << order) - cells.length;
  }
}
