// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A stretch of cells of an infinite array, and a node of the doubly linked list of its stretches.
 *
 * <p>Cell {@code i} of the array lies in the segment with {@code id = i >> order}. The first
 * segment may be short: it holds the last {@code cells.length} cells of its stretch, those before
 * were never there. Segments are appended at the tail by whoever needs them, and unlinked when they
 * are removed (see {@link SegmentCount}), from anywhere, by any number of threads at once.
 *
 * <p>Invariants: {@code next} is null iff this is the tail, else it has a larger id and every id in
 * between is removed (ARR-3). {@code prev} is null or has a smaller id and every id in between is
 * removed (ARR-4). A cleared {@code prev} stays cleared (ARR-18). The tail is not removed, because
 * a cell is cancelled only after its suspender moved the suspend position here or further (ARR-15).
 *
 * <p>So every live segment stays reachable (ARR-16). Each loop here repeats only because another
 * thread has appended, cancelled or unlinked meanwhile (ARR-21).
 *
 * <p>Non-invariants: {@code next} and {@code prev} may lead to removed segments until their
 * removers are done; a removed segment keeps its {@code next}, so that a thread paused on it finds
 * its way (ARR-22).
 */
class Segment extends SegmentCount {
  final long id;
  final WaiterOwner owner;
  final Object[] cells;

  /** CAS by appenders from null, volatile store by removers of the successor. */
  private volatile Segment next;

  /** Set at birth; CAS by removers of the predecessor; release store of null by the resume side. */
  private volatile Segment prev;

  Segment(long id, WaiterOwner owner, Segment prev, int pointers, int liveCells) {
    super(pointers, liveCells);
    this.id = id;
    this.owner = owner;
    this.cells = new Object[liveCells];
    // Plain, as are the null cells: the compare-and-set of next publishes them (ARR-2, MEM-5).
    PREV.set(this, prev);
  }

  /** The place in {@link #cells} of the array's cell {@code index}. */
  final int offset(long index, int order) {
    int length = 1 << order;
    return (int) (index & (length - 1)) - (length - cells.length);
  }

  /**
   * The first segment, here or to the right, with at least {@code id} that is not seen removed;
   * appends what is missing (ARR-10, ARR-11).
   */
  final Segment find(long id, int order) {
    Segment s = this;
    while (s.id < id || s.isRemoved()) {
      s = s.nextOrAppend(order);
    }
    return s;
  }

  private Segment nextOrAppend(int order) {
    Segment n = (Segment) NEXT.getAcquire(this);
    if (n != null) {
      return n;
    }
    Segment fresh = new Segment(id + 1, owner, this, 0, 1 << order);
    // Appenders race; the loser drops its segment and goes on with the winner's (ARR-1).
    Segment winner = (Segment) NEXT.compareAndExchange(this, null, fresh);
    return winner == null ? fresh : winner;
  }

  /** A waiter of this segment was cancelled by the caller, who calls this once per cell (ARR-8). */
  final void cancelCell() {
    if (decLiveCells()) {
      remove();
    }
  }

  /** A position left this segment. */
  final void leave() {
    if (decPointers()) {
      remove();
    }
  }

  /**
   * Unlinks this removed segment, which exactly one thread calls (ARR-9).
   *
   * <p>Neighbours may be removed at the same time. Each remover links the nearest segments that it
   * sees alive, and then looks again at both: if one of them was removed meanwhile, its remover may
   * have looked before our links were there, therefore we repeat. Of two racing removers the one
   * that looks last sees the other's removal, so no removed segment stays linked (ARR-17). The
   * links are volatile stores, because a link that became visible only after the second look would
   * undo that argument (MEM-6).
   */
  private void remove() {
    for (; ; ) {
      if (next == null) {
        return; // Only a tail has no next, and the tail is not removed (ARR-15).
      }
      Segment left = prev;
      while (left != null && left.isRemoved()) {
        left = left.prev;
      }
      Segment right = next;
      for (Segment n; right.isRemoved() && (n = right.next) != null; ) {
        right = n;
      }
      right.relinkPrev(left);
      if (left != null) {
        left.next = right;
      }
      if (right.isRemoved() && right.next != null) {
        continue;
      }
      if (left != null && left.isRemoved()) {
        continue;
      }
      return;
    }
  }

  /** ARR-18: stores {@code left} unless the resume side has cleared the link. */
  private void relinkPrev(Segment left) {
    for (; ; ) {
      Segment seen = prev;
      if (seen == null) {
        return; // The resume side has passed: nobody walks left of here any more.
      }
      // Against clearPrev and other removers; the loser must not bring a cleared link back.
      if (PREV.compareAndSet(this, seen, left)) {
        return;
      }
    }
  }

  /** The resume side has reached this segment: what lies to the left is not needed from here. */
  final void clearPrev() {
    if (PREV.getOpaque(this) != null) {
      // Release suffices: the store only drops a reference, nobody decides anything by it, and a
      // remover's compare-and-set either comes before it or fails (MEM-6).
      PREV.setRelease(this, null);
    }
  }

  final Segment next() {
    return next;
  }

  final Segment prev() {
    return prev;
  }

  private static final VarHandle NEXT;
  private static final VarHandle PREV;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NEXT = lookup.findVarHandle(Segment.class, "next", Segment.class);
      PREV = lookup.findVarHandle(Segment.class, "prev", Segment.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
