// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One side of an infinite array: the index of the next cell that this side takes, and a segment
 * from which to look for it.
 *
 * <p>Invariants: the index only grows (MEM-8), each index is issued once (ITER-1). The segment only
 * moves to the right and is never removed while it is pointed to (ARR-12, ARR-14). From the
 * segment's first index down to this index every cell is cancelled, so nothing is missed by
 * starting there (ITER-6).
 *
 * <p>Non-invariant: the segment can lag behind the index without limit.
 */
final class Position {
  /** CAS by movers. */
  private volatile Segment segment;

  /** Fetch-and-add to issue, CAS to claim a range or to skip removed segments. */
  private volatile long index;

  Position(Segment segment, long index) {
    SEGMENT.set(this, segment); // Plain: the owner of this position is not shared yet.
    INDEX.set(this, index);
  }

  Segment segment() {
    return segment;
  }

  long index() {
    return index;
  }

  /**
   * Issues the next index. The caller has read {@link #segment()} <em>before</em>: a segment read
   * afterwards may lie beyond the cell (ITER-3).
   */
  long issue() {
    return (long) INDEX.getAndAdd(this, 1L);
  }

  /**
   * The index, read by a read-modify-write. It publishes what the caller did before to every side
   * that issues a later index, even if the caller then finds nothing to do (COND-11, MEM-1).
   */
  long publish() {
    return (long) INDEX.getAndAdd(this, 0L);
  }

  /** RALL-1: makes the caller the only one responsible for the cells from start up to stop. */
  boolean claim(long start, long stop) {
    return INDEX.compareAndSet(this, start, stop);
  }

  /** ITER-5: one attempt to skip removed cells; if another caller came in between, it goes on. */
  void skip(long issued, long to) {
    INDEX.compareAndSet(this, issued + 1, to);
  }

  /** The segment of {@code id}, or the first live one beyond; the position is moved there. */
  Segment advance(Segment start, long id, int order) {
    return advance(SEGMENT, this, start, id, order);
  }

  private static Segment advance(
      VarHandle field, Object position, Segment start, long id, int order) {
    for (; ; ) {
      Segment to = start.find(id, order);
      if (moveForward(field, position, to)) {
        return to;
      }
      // "to" was removed after we found it: the next search goes past it.
    }
  }

  /** ARR-12: moves the position to max(position, to); false only if {@code to} is removed. */
  private static boolean moveForward(VarHandle field, Object position, Segment to) {
    for (; ; ) {
      Segment from = (Segment) field.getVolatile(position);
      if (from.id >= to.id) {
        return true;
      }
      if (!to.tryIncPointers()) {
        return false;
      }
      // The increment comes first, therefore the position never rests on a removed segment
      // (ARR-14).
      if (field.compareAndSet(position, from, to)) {
        from.leave();
        return true;
      }
      to.leave(); // Another mover won: give the pointer back, which may remove "to" after all.
    }
  }

  /**
   * A first segment that carries the suspend position of its array, for an array that is resumed
   * only once and as a whole. The resume side rests on this segment until then and needs no index;
   * its pointer is one of the two that this segment is born with, therefore it is never removed.
   *
   * <p>The sign bit of the index says that the array is closed.
   */
  abstract static class InFirstSegment extends Segment {
    private static final long CLOSED = Long.MIN_VALUE;

    private volatile Segment segment;
    private volatile long index;

    InFirstSegment(WaiterOwner owner, long id, int liveCells, long index) {
      super(id, owner, null, 2, liveCells);
      TAIL.set(this, this); // Plain, as in Position.
      TAIL_INDEX.set(this, index);
    }

    final Segment tail() {
      return segment;
    }

    final long tailIndex() {
      return index & ~CLOSED;
    }

    /** Issues the next index, negative if closed. The caller has read {@link #tail()} before. */
    final long issue() {
      return (long) TAIL_INDEX.getAndAdd(this, 1L);
    }

    /** Closes, once. Returns the number of the first index that is not issued. */
    final long close() {
      return (long) TAIL_INDEX.getAndAdd(this, CLOSED);
    }

    final Segment advanceTail(Segment start, long id, int order) {
      return advance(TAIL, this, start, id, order);
    }
  }

  private static final VarHandle SEGMENT;
  private static final VarHandle INDEX;
  private static final VarHandle TAIL;
  private static final VarHandle TAIL_INDEX;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SEGMENT = lookup.findVarHandle(Position.class, "segment", Segment.class);
      INDEX = lookup.findVarHandle(Position.class, "index", long.class);
      TAIL = lookup.findVarHandle(InFirstSegment.class, "segment", Segment.class);
      TAIL_INDEX = lookup.findVarHandle(InFirstSegment.class, "index", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
