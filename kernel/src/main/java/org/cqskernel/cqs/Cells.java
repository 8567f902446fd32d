// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * An infinite array of cells with two positions: the next cell for a suspender and the next cell
 * for a resumer. It is the base of {@link Cqs}, and open to those who want a cell protocol of their
 * own.
 *
 * <p>Either side may be ahead of the other. Each index is issued once per side; what the two sides
 * do with the cell on which they meet is up to the protocol. A cell whose suspender has withdrawn
 * is reported by {@link Slot#cancelled}; once all cells of a segment are, the segment is removed.
 *
 * <p><b>Memory consistency effects:</b> those of the accesses to the slots, and actions before
 * {@link #nextSuspend} happen-before actions after a {@link #resumeAll} whose range holds the cell.
 * <b>Progress:</b> lock-free. <b>Cost:</b> one fetch-and-add per cell issued; amortised O(1) per
 * cancelled cell; kept memory is at most a segment per live cell and a constant. <b>Context:</b>
 * any thread, a callback, a Cleaner, a signal handler.
 *
 * @obligation ARR-1 ARR-8 ARR-19 ARR-20 ITER-1 ITER-2 ITER-4 ITER-7 RALL-1 RALL-2 RALL-4 RALL-6
 */
public final class Cells {
  /** Large enough that the header of a segment costs little per cell. */
  static final int DEFAULT_ORDER = 5;

  /** The first segment has no more cells than this: most objects have few waiters. */
  private static final int FIRST_CELLS = 4;

  private static final int MAX_ORDER = 15;

  final int order;
  final Position suspend;
  final Position resume;

  /** An array of default segment size. */
  public Cells() {
    this(DEFAULT_ORDER);
  }

  /**
   * An array with segments of {@code 1 << segmentOrder} cells.
   *
   * @param segmentOrder from 0 to 15
   * @throws IllegalArgumentException if it is not
   */
  public Cells(int segmentOrder) {
    this(segmentOrder, firstIndex(segmentOrder));
  }

  /**
   * An array whose first cell has the given index.
   *
   * @param segmentOrder from 0 to 15
   * @param firstIndex the first index of both sides, not negative
   * @throws IllegalArgumentException if an argument is out of range
   */
  public Cells(int segmentOrder, long firstIndex) {
    this(segmentOrder, firstIndex, null);
  }

  Cells(int order, long firstIndex, WaiterOwner owner) {
    checkOrder(order);
    if (firstIndex < 0) {
      throw new IllegalArgumentException("the first index is negative: " + firstIndex);
    }
    this.order = order;
    int length = 1 << order;
    int liveCells = length - (int) (firstIndex & (length - 1));
    Segment first = new Segment(firstIndex >>> order, owner, null, 2, liveCells);
    this.suspend = new Position(first, firstIndex);
    this.resume = new Position(first, firstIndex);
  }

  static int checkOrder(int order) {
    if (order < 0 || order > MAX_ORDER) {
      throw new IllegalArgumentException(
          "the segment order must lie between 0 and " + MAX_ORDER + ", and is " + order);
    }
    return order;
  }

  /** An index that makes the first segment short: it holds only the last cells of its stretch. */
  static long firstIndex(int order) {
    int length = 1 << checkOrder(order);
    return length - Math.min(length, FIRST_CELLS);
  }

  // ---- the two sides

  /** Issues the next suspend cell and returns its segment; the waiter notes the place. */
  Segment place(Waiter<?> waiter) {
    Position position = suspend;
    int shift = order;
    Segment s = position.segment(); // ITER-3: before the index.
    long first = s.id;
    long i = position.issue();
    long id = i >>> shift;
    if (id != first) {
      s = position.advance(s, id, shift);
    }
    // s.id == id, because our own cell is not cancelled yet, so its segment is not removed
    // (ITER-4).
    waiter.place(s, s.offset(i, shift));
    return s;
  }

  /**
   * The next cell of the suspend side.
   *
   * @return the cell, of which the caller is the only suspender
   * @obligation ITER-1 ITER-4
   */
  public Slot nextSuspend() {
    Segment start = suspend.segment();
    long i = suspend.issue();
    return new Slot(suspend.advance(start, i >>> order, order), i, order);
  }

  /**
   * The next cell of the resume side. Cells of removed segments are skipped: they are cancelled.
   *
   * @return the cell, of which the caller is the only resumer
   * @obligation ITER-1 ITER-2 ITER-5
   */
  public Slot nextResume() {
    for (; ; ) {
      Segment start = resume.segment();
      long i = resume.issue();
      Segment s = locateResume(start, i, true);
      if (s != null) {
        return new Slot(s, i, order);
      }
    }
  }

  /**
   * The segment of resume cell i, or null if it is removed; the index then skips what is gone
   * (ITER-8, ITER-9), if the caller may do so (with simple cancellation each cancelled cell counts
   * as one failed resumption).
   */
  Segment locateResume(Segment start, long i, boolean skip) {
    long id = i >>> order;
    if (start.id == id) {
      return start; // The position has been here, and whoever moved it has cleared prev.
    }
    Segment s = resume.advance(start, id, order);
    s.clearPrev();
    if (s.id == id) {
      return s;
    }
    if (skip) {
      resume.skip(i, s.id << order);
    }
    return null;
  }

  /**
   * Claims all cells from the resume index up to the suspend index as it is now, and applies the
   * action to each that is not in a removed segment, in index order. If the resume side is level or
   * ahead nothing happens, and nothing is left for later (RALL-6). The claim is one
   * compare-and-set, so concurrent calls never share a cell (RALL-1); a call may therefore return
   * while another still works on cells that were there before (RALL-5).
   *
   * @param action what to do; if it throws, the others are done first and the first throwable is
   *     thrown with the later ones suppressed
   * @throws NullPointerException if the action is null
   * @obligation RALL-1 RALL-2 RALL-3 RALL-4 RALL-5 RALL-6 RALL-7 RALL-8 RALL-9
   */
  public void resumeAll(Consumer<? super Slot> action) {
    Objects.requireNonNull(action, "action");
    Failures failures = null;
    long stop = suspend.publish();
    Segment s = resume.segment();
    long i = claimUpTo(stop);
    if (i < stop) {
      moveToLast(s, stop);
    }
    while (i < stop) {
      s = s.find(i >>> order, order);
      s.clearPrev();
      i = Math.max(i, s.id << order);
      if (i >= stop) {
        break;
      }
      try {
        action.accept(new Slot(s, i, order));
      } catch (Throwable t) {
        failures = Failures.add(failures, t);
      }
      i++;
    }
    if (failures != null) {
      throw failures.rethrow();
    }
  }

  /**
   * RALL-1: one compare-and-set. Returns the first index claimed, at least stop if there is none.
   */
  long claimUpTo(long stop) {
    for (; ; ) {
      long i = resume.index();
      // Against other resumers; the loser claims what the winner has left, if anything.
      if (i >= stop || resume.claim(i, stop)) {
        return i;
      }
    }
  }

  /** RALL-9: before the first call, so that passed segments go even if a callback takes long. */
  void moveToLast(Segment start, long stop) {
    resume.advance(start, (stop - 1) >>> order, order);
  }

  /**
   * One cell of the array, in the hands of its suspender or its resumer. A slot starts as {@code
   * null} and holds whatever the protocol puts there.
   */
  public static final class Slot {
    private final Segment segment;
    private final long index;
    private final int offset;

    private Slot(Segment segment, long index, int order) {
      this.segment = segment;
      this.index = index;
      this.offset = segment.offset(index, order);
    }

    /**
     * Its index.
     *
     * @return the index
     */
    public long index() {
      return index;
    }

    /**
     * Reads the content, with acquire.
     *
     * @return the content
     */
    public Object get() {
      return Cell.read(segment.cells, offset);
    }

    /**
     * Replaces the content if it is {@code expected}, with volatile effects.
     *
     * @param expected compared by identity
     * @param content the new content
     * @return whether it was replaced
     */
    public boolean compareAndSet(Object expected, Object content) {
      return Cell.compareAndSet(segment.cells, offset, expected, content);
    }

    /**
     * Replaces the content, with volatile effects.
     *
     * @param content the new content
     * @return the old content
     */
    public Object getAndSet(Object content) {
      return Cell.getAndSet(segment.cells, offset, content);
    }

    /**
     * Says that the suspender has withdrawn for good. To be called once per cell, after the
     * transition that decides it, by whoever made that transition, and only for cells that a
     * resumer may skip (ARR-8).
     */
    public void cancelled() {
      segment.cancelCell();
    }
  }

  // ---- for people and tests

  /** The segments from the first one in use, each with its counts and cells, and both positions. */
  @Override
  public String toString() {
    return CellsDump.dump(this);
  }

  /**
   * Checks the structure at rest, that is while no operation is under way.
   *
   * @throws IllegalStateException if an invariant is broken, with a dump
   * @obligation ARR-3 ARR-4 ARR-8 ARR-13 ARR-14 ARR-17 ARR-18
   */
  public void validate() {
    CellsDump.validate(this);
  }
}
