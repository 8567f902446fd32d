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
  @SuppressWarnings("unchecked") // The owner has registered only waiters that accept its values.
  static void run(
      WaiterOwner owner,
      Segment segment,
      long start,
      long stop,
      int order,
      Object value,
      Object forEmpty) {
    Nesting nesting = null; // Entered at the first waiter that needs it.
    int outer = 0;
    Failures failures = null;
    Segment s = segment;
    long i = start;
    sweep:
    while (i < stop) {
      s = s.find(i >>> order, order);
      s.clearPrev(); // RALL-9: what is passed can go while we call.
      long base = s.id << order;
      if (base >= stop) {
        break; // Every cell from i up to stop was cancelled and is gone with its segment.
      }
      i = Math.max(i, base);
      long end = Math.min(stop, base + (1L << order));
      for (int offset = s.offset(i, order); i < end; i++, offset++) {
        // At most twice round a cell that is empty or holds a waiter: what changes it meanwhile is
        // its suspender, once, and its canceller, once.
        for (; ; ) {
          Object content = Cell.read(s.cells, offset);
          if (content instanceof Waiter) {
            Waiter<Object> waiter = (Waiter<Object>) content;
            if (nesting == null && !waiter.isLeaf()) {
              nesting = Nesting.current();
              if (nesting.isTooDeep()) {
                nesting.defer(new Sweep(owner, s, i, stop, order, value, forEmpty));
                nesting = null;
                break sweep;
              }
              outer = nesting.enter();
            }
            if (Cell.claim(s.cells, offset, waiter)) {
              try {
                Nesting.handOver(owner, waiter, value);
              } catch (Throwable t) {
                failures = Failures.add(failures, t);
              }
              break;
            }
            // The canceller won this cell: see what it left.
          } else if (content == null) {
            // BC-10: the suspender has its index but is not here yet; it will find this instead.
            if (Cell.fill(s.cells, offset, forEmpty)) {
              break;
            }
            // It came first after all: it is a waiter, or cancelled already.
          } else if (content == CellState.CANCELLED) {
            break;
          } else {
            try {
              owner.resumeCancelling(s, offset, value);
            } catch (Throwable t) {
              failures = Failures.add(failures, t);
            }
            break;
          }
        }
      }
    }
    if (nesting != null) {
      failures = nesting.leave(outer, failures);
    }
    if (failures != null) {
      throw failures.rethrow();
    }
  }
}
