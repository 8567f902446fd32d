// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * Resumes a range of cells that the caller has claimed, in index order, and calls each waiter found
 * there (RALL-2, RALL-3).
 *
 * <p>Cells are claimed one by one, so a callback can still cancel a later waiter of the same sweep.
 * The end is fixed before the first call, therefore a callback that registers again is not called
 * again and the sweep ends (RALL-8). A callback that throws stops nobody else (RALL-7).
 */
final class Sweep extends Nesting.Deferred {
  private final WaiterOwner owner;
  private final Segment segment;
  private final long start;
  private final long stop;
  private final int order;
  private final Object value;
  private final Object forEmpty;

  private Sweep(
      WaiterOwner owner,
      Segment segment,
      long start,
      long stop,
      int order,
      Object value,
      Object forEmpty) {
    this.owner = owner;
    this.segment = segment;
    this.start = start;
    this.stop = stop;
    this.order = order;
    this.value = value;
    this.forEmpty = forEmpty;
  }

  /** What is left of a sweep that was nested too deeply, run by the outermost one (RALL-11). */
  @Override
  void run() {
    run(owner, segment, start, stop, order, value, forEmpty);
  }

  /**
   * Resumes the cells from start up to stop.
   *
   * @param segment a segment from which the one of {@code start} is reached to the right
   * @param value what the waiters get
   * @param forEmpty what a cell gets whose suspender has not arrived
   */
  static void run(
      WaiterOwner owner,
      Segment segment,
      long start,
      long stop,
      int order,
      Object value,
      Object forEmpty) {
    Nesting nesting = null; // Entered at the first waiter that is not a leaf.
    int outer = 0;
    Failures failures = null;
    Segment s = segment;
    long i = start;
    try {
      while (i < stop) {
        s = s.find(i >>> order, order);
        s.clearPrev(); // RALL-9: what is passed can go while we call.
        i = Math.max(i, s.id << order); // ITER-2: every cell before was cancelled.
        Object[] cells = s.cells;
        int offset = s.offset(i, order);
        long first = i - offset;
        int end = (int) Math.min(cells.length, stop - first);
        i = first + end;
        while (offset < end) {
          try {
            Waiter<Object> waiter = claim(owner, s, cells, offset++, value, forEmpty);
            if (waiter == null) {
              continue;
            }
            if (nesting == null && !waiter.isLeaf()) {
              Nesting current = Nesting.current();
              if (current.isTooDeep()) {
                current.defer(new Nesting.Delivery<>(owner, waiter, value));
                current.defer(new Sweep(owner, s, first + offset, stop, order, value, forEmpty));
                return;
              }
              nesting = current;
              outer = nesting.enter();
            }
            Nesting.handOver(owner, waiter, value);
          } catch (Throwable t) {
            failures = Failures.add(failures, t);
          }
        }
      }
    } finally {
      if (nesting != null) {
        failures = nesting.leave(outer, failures);
      }
      if (failures != null) {
        throw failures.rethrow();
      }
    }
  }

  /**
   * The resumer's transition of one cell. Returns the waiter if there is one to call.
   *
   * <p>At most three rounds: what can change meanwhile is an empty cell, when its suspender comes,
   * and a waiter, when its canceller does.
   */
  @SuppressWarnings("unchecked") // The owner registers only waiters that accept its values.
  private static Waiter<Object> claim(
      WaiterOwner owner, Segment s, Object[] cells, int offset, Object value, Object forEmpty) {
    for (; ; ) {
      Object content = Cell.read(cells, offset);
      if (content instanceof Waiter) {
        if (Cell.claim(cells, offset, (Waiter<?>) content)) {
          return (Waiter<Object>) content;
        }
      } else if (content == null) {
        // BC-10: the suspender has its index but is not here yet; it will find this instead.
        if (Cell.fill(cells, offset, forEmpty)) {
          return null;
        }
      } else {
        if (content != CellState.CANCELLED) {
          owner.resumeCancelling(s, offset, value);
        }
        return null;
      }
    }
  }
}
