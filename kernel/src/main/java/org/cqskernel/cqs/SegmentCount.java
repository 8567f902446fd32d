// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many positions point to a segment and how many of its cells are not cancelled, in one word.
 *
 * <pre>
 *   31            16 15             0
 *  +----------------+----------------+
 *  |    pointers    |   live cells   |     removed  :=  word == 0
 *  +----------------+----------------+
 * </pre>
 *
 * <p>A segment is removed once no position points to it and each of its cells is cancelled.
 * Counting the live cells down, instead of the cancelled ones up, makes that one comparison with
 * zero whatever the size of the segment, and makes a shorter first segment an ordinary one.
 *
 * <p>All changes are read-modify-writes on one location, therefore exactly one of them sees the
 * word become 0 (ARR-9), and because {@link #tryIncPointers} refuses 0 and nobody else adds, 0 is
 * final (ARR-5). Pointers are added only by threads inside {@code Position.moveForward}: fewer than
 * 32768 at a time keep the sign bit clear, and the test for zero holds modulo 2^16 even past it
 * (ARR-7).
 *
 * <p>Non-invariant: pointers may exceed the number of positions for a moment, while a mover holds
 * an increment that it will undo.
 */
abstract class SegmentCount {
  private static final int POINTER = 1 << 16;

  /** RMW by positions (pointers) and cancellers (live cells), volatile read by anybody. */
  private volatile int word;

  SegmentCount(int pointers, int liveCells) {
    // Plain: the constructor precedes the compare-and-set of next that publishes this segment.
    WORD.set(this, pointers * POINTER + liveCells);
  }

  final boolean isRemoved() {
    return word == 0;
  }

  final int pointers() {
    return word >>> 16;
  }

  final int liveCells() {
    return word & (POINTER - 1);
  }

  /** ARR-6: atomically adds a pointer unless the segment is removed at that instant. */
  final boolean tryIncPointers() {
    for (; ; ) {
      int seen = word;
      if (seen == 0) {
        return false; // ARR-5: once removed, no count changes again.
      }
      // A mover against cancellers and other movers; the loser looks again, because the last
      // pointer and the last live cell may be gone by now.
      if (WORD.compareAndSet(this, seen, seen + POINTER)) {
        return true;
      }
    }
  }

  /** Gives a pointer back. Returns true if the caller has thereby removed the segment (ARR-9). */
  final boolean decPointers() {
    return (int) WORD.getAndAdd(this, -POINTER) == POINTER;
  }

  /** Counts one cell out. Returns true if the caller has thereby removed the segment (ARR-9). */
  final boolean decLiveCells() {
    return (int) WORD.getAndAdd(this, -1) == 1;
  }

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(SegmentCount.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
