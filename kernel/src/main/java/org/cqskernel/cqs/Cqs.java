// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.Objects;

/**
 * CancellableQueueSynchronizer: an unbounded FIFO of waiters who are resumed with values, may
 * cancel, and may be outrun by their resumption.
 *
 * <p>It is the queue under a synchronizer, not the synchronizer: the owner keeps a number (permits,
 * parties, a state) and changes it first (CQS-1), and by it knows that a suspension or a resumption
 * is due. A {@link #resume} may come before its {@link #suspend}.
 *
 * <p>{@link Resumption} says what a resumer does that comes before its suspender, {@link
 * Cancellation} what one does that meets a cancelled waiter, and {@link Policy} is what the owner
 * decides.
 *
 * <p><b>Memory consistency effects:</b> actions before {@link #suspend} and actions before {@link
 * #resume} or {@link #resumeAll} happen-before the {@link Waiter#resumed} that they lead to.
 * Actions before a {@code resumeAll} also happen-before those after any {@code suspend} that it did
 * not find, even if it found nobody (COND-11). <b>Progress:</b> lock-free but for callbacks, with
 * two exceptions, both in synchronous mode. A resume and a suspend that break each other's cells
 * again and again make no progress, though each alone does (obstruction-free). And a resume that
 * meets a smart cancellation under way waits for its end (CQS-16), therefore it must not be called
 * from a handler that interrupts one. <b>Cost:</b> suspend is one fetch-and-add and one
 * compare-and-set; resume of a waiter a fetch-and-add, a read, a compare-and-set and the call;
 * cancel a compare-and-set and a fetch-and-add. <b>Context:</b> any thread, a callback, a Cleaner
 * and, but for that exception, a signal handler.
 *
 * @param <T> what is handed over; null is a legal value
 * @obligation CQS-4 CQS-5 CQS-6 CQS-7 CQS-8 CQS-10 CQS-11 CQS-14 CQS-15 CQS-16 CQS-18 CQS-20 CQS-23
 */
public final class Cqs<T> extends WaiterOwner {

  private enum Attempt {
    DONE,
    FAILED,
    SKIPPED
  }

  private final Cells cells;
  private final Policy<? super T> policy;
  private final boolean synchronous;
  private final boolean smart;
  private final int looks;

  /**
   * An empty queue that resumes asynchronously and cancels simply, and whose owner has nothing to
   * decide.
   */
  public Cqs() {
    this(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<>() {});
  }

  /**
   * An empty queue.
   *
   * @param resumption what a resumer does that comes first
   * @param cancellation what a resumer does that meets a cancelled waiter
   * @param policy the owner's decisions
   * @throws NullPointerException if an argument is null
   */
  public Cqs(Resumption resumption, Cancellation cancellation, Policy<? super T> policy) {
    this(resumption, cancellation, policy, Cells.DEFAULT_ORDER);
  }

  /**
   * An empty queue with segments of {@code 1 << segmentOrder} cells, for tests and for owners with
   * many waiters.
   *
   * @param resumption what a resumer does that comes first
   * @param cancellation what a resumer does that meets a cancelled waiter
   * @param policy the owner's decisions
   * @param segmentOrder from 0 to 15
   * @throws NullPointerException if an argument is null
   * @throws IllegalArgumentException if the order is out of range
   */
  public Cqs(
      Resumption resumption,
      Cancellation cancellation,
      Policy<? super T> policy,
      int segmentOrder) {
    this(
        resumption,
        cancellation,
        policy,
        segmentOrder,
        Cells.firstIndex(segmentOrder),
        SyncResumption.LOOKS);
  }

  Cqs(
      Resumption resumption,
      Cancellation cancellation,
      Policy<? super T> policy,
      int order,
      long firstIndex,
      int looks) {
    this.synchronous = Objects.requireNonNull(resumption, "resumption") == Resumption.SYNC;
    this.smart = Objects.requireNonNull(cancellation, "cancellation") == Cancellation.SMART;
    this.policy = Objects.requireNonNull(policy, "policy");
    this.looks = looks;
    this.cells = new Cells(order, firstIndex, this);
  }

  /**
   * Waits for the next resumption.
   *
   * @param waiter who waits; a fresh one. It is its own handle; cancelling it twice throws
   * @return how it went
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if the waiter has been registered before
   * @obligation CQS-4 CQS-5 BC-3 BC-9 BC-10
   */
  public Suspended suspend(Waiter<? super T> waiter) {
    Objects.requireNonNull(waiter, "waiter");
    waiter.requireFresh();
    waiter.attach(this);
    Object[] slots = cells.place(waiter).cells;
    int offset = waiter.offset();
    Object found = Cell.install(slots, offset, waiter);
    if (found == null) {
      return Suspended.WAITING;
    }
    // The resumer came first. It left RESUMED if it hands over nothing, else a value, which is ours
    // unless it breaks the cell before we take it (CQS-7).
    if (found == CellState.RESUMED) {
      Nesting.deliver(this, waiter, null);
      return Suspended.RESUMED;
    }
    if (found != CellState.BROKEN && Cell.take(slots, offset, found)) {
      Nesting.deliver(this, waiter, valueOf(found));
      return Suspended.RESUMED;
    }
    waiter.detach();
    return Suspended.BROKEN;
  }

  /**
   * Resumes the next waiter, or leaves the value for it.
   *
   * @param value the value
   * @return true if the value is no longer the caller's: it is handed over, left for the suspender,
   *     or refused. False if it still is: the waiter was cancelled (simple cancellation), or no
   *     suspender came (synchronous resumption)
   * @obligation CQS-5 CQS-6 CQS-10 CQS-11 CQS-14 CQS-18
   */
  public boolean resume(T value) {
    for (; ; ) {
      Segment start = cells.resume.segment(); // ITER-3: before the index.
      long i = cells.resume.issue();
      Segment s = cells.locateResume(start, i, smart);
      Attempt attempt = s == null ? cancelledAttempt() : resume(s, s.offset(i, cells.order), value);
      if (attempt != Attempt.SKIPPED) {
        return attempt == Attempt.DONE;
      }
    }
  }

  private Attempt cancelledAttempt() {
    return smart ? Attempt.SKIPPED : Attempt.FAILED;
  }

  private Attempt resume(Segment s, int offset, T value) {
    for (; ; ) {
      Object content = Cell.read(s.cells, offset);
      if (content instanceof Waiter) {
        Waiter<? super T> waiter = waiterOf(content);
        // CQS-21: claimed before it is called, so that its canceller loses from here on.
        if (Cell.claim(s.cells, offset, waiter)) {
          Nesting.deliver(this, waiter, value);
          return Attempt.DONE;
        }
      } else if (content == null) {
        Object left = synchronous ? Boxed.box(value) : Cell.contentFor(value);
        if (Cell.fill(s.cells, offset, left)) {
          return !synchronous || SyncResumption.isTaken(s.cells, offset, left, looks)
              ? Attempt.DONE
              : Attempt.FAILED;
        }
      } else {
        return meetCanceller(s, offset, value, false);
      }
    }
  }

  /** The resumer's step where the waiter is, or is being, cancelled. */
  private Attempt meetCanceller(Segment s, int offset, T value, boolean shared) {
    for (; ; ) {
      Object content = Cell.read(s.cells, offset);
      if (content == CellState.CANCELLED) {
        return cancelledAttempt();
      } else if (content == CellState.REFUSED) {
        SmartCancellation.refuse(policy, value);
        return Attempt.DONE;
      } else if (content != CellState.CANCELLING) {
        throw new AssertionError("the resumer of this cell meets " + CellState.of(content));
      } else if (synchronous) {
        // CQS-16: only the canceller knows whether we may skip, and it may lack a processor.
        Thread.yield();
      } else if (Cell.delegate(s.cells, offset, new SmartCancellation.Left(value, shared))) {
        return Attempt.DONE; // CQS-15: the canceller finds the value and finishes for us.
      }
    }
  }

  /**
   * Resumes every waiter that is in line now, in order, with one and the same value.
   *
   * <p>The cells from the resume index to the suspend index are claimed by one compare-and-set.
   * Waiters among them are resumed, cancelled ones skipped; a suspender that has its place but has
   * not arrived finds the value, which is never broken. A waiter that is being cancelled is skipped
   * if its cancellation is allowed, else the value is refused. If the resume side is level or ahead
   * nothing happens. With several callers at a time, one may return while another still owes calls
   * to waiters that were there before (RALL-5).
   *
   * <p>If a callback throws, the others are called first, and then the first throwable is thrown,
   * the later ones suppressed in it.
   *
   * @param value the value
   * @obligation RALL-1 RALL-2 RALL-3 RALL-4 RALL-5 RALL-6 RALL-7 RALL-8 RALL-9 RALL-10 COND-11
   */
  public void resumeAll(T value) {
    long stop = cells.suspend.publish(); // RALL-4, COND-11: the snapshot, and it publishes.
    Segment start = cells.resume.segment();
    long i = cells.claimUpTo(stop);
    if (i < stop) {
      cells.moveToLast(start, stop);
      Sweep.run(this, start, i, stop, cells.order, value, Cell.contentFor(value));
    }
  }

  /**
   * Resumes a waiter that need not wait, because its owner found what it wants at once. It is what
   * {@link #suspend} does if the value is there: one call, the same bound on nesting (RALL-10), the
   * same guard against reuse, and {@link Policy#undelivered} if the waiter has no use for the
   * value.
   *
   * @param waiter the waiter; a fresh one
   * @param value the value
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if the waiter has been registered before
   * @obligation RALL-10 CQS-20
   */
  public void resumeNow(Waiter<? super T> waiter, T value) {
    Objects.requireNonNull(waiter, "waiter");
    waiter.requireFresh();
    waiter.attach(this);
    Nesting.deliver(this, waiter, value);
  }

  /** A sweep's: what it leaves to the canceller is not for the next waiter. */
  @Override
  void resumeCancelling(Segment s, int offset, Object value) {
    meetCanceller(s, offset, valueOf(value), true);
  }

  @Override
  boolean cancel(Waiter<?> waiter, Segment s, int offset) {
    CellState first = smart ? CellState.CANCELLING : CellState.CANCELLED;
    if (!Cell.cancel(s.cells, offset, waiter, first)) {
      if (CellState.of(Cell.read(s.cells, offset)).isOfEarlierCancel()) {
        throw new AlreadyCancelledException();
      }
      return false; // BC-5: claimed, so the call has come or will come, or it is taking a value.
    }
    waiter.leave(CANCELLED);
    if (smart) {
      SmartCancellation.finish(this, policy, s, offset);
    } else {
      s.cancelCell();
    }
    return true;
  }

  @Override
  void undelivered(Object value) {
    policy.undelivered(valueOf(value));
  }

  @SuppressWarnings("unchecked")
  private static <T> T valueOf(Object content) {
    return (T) Boxed.unbox(content);
  }

  @SuppressWarnings("unchecked")
  private static <T> Waiter<? super T> waiterOf(Object content) {
    return (Waiter<? super T>) content;
  }

  /** The cells, drawn. */
  @Override
  public String toString() {
    return cells.toString();
  }

  /**
   * Checks the structure at rest, that is while no operation is under way.
   *
   * @throws IllegalStateException if an invariant is broken, with a dump
   * @obligation ARR-3 ARR-4 ARR-8 ARR-13 ARR-14 ARR-17 ARR-18
   */
  public void validate() {
    cells.validate();
  }
}
