// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The place where one suspender and one resumer meet, in either order, once.
 *
 * <p>It is the one-cell case of {@link Cqs}, asynchronous with simple cancellation: whoever comes
 * first leaves its half, the waiter or the value, and the second completes the meeting.
 *
 * <p><b>Memory consistency effects:</b> actions before {@link #suspend} and actions before {@link
 * #resume} happen-before {@link Waiter#resumed}. <b>Progress:</b> every operation is wait-free but
 * for the callback. <b>Cost:</b> one compare-and-set for whoever comes first, one more for the
 * second. <b>Context:</b> any thread, a callback, a Cleaner, a signal handler. {@code null} is a
 * legal value.
 *
 * @param <T> what is handed over
 * @obligation BC-1 BC-2 CQS-5 CQS-8 CQS-10 CQS-22 MEM-2 MEM-3
 */
public final class Cell<T> extends WaiterOwner {
  /*
   * All transitions of a slot, of this class's own and of every array of cells:
   *
   *   EMPTY      -> WAITER      suspender          WAITER     -> RESUMED     resumer
   *   EMPTY      -> VALUE       resumer            WAITER     -> CANCELLED   canceller, simple
   *   EMPTY      -> RESUMED     resumer            WAITER     -> CANCELLING  canceller, smart
   *   VALUE      -> TAKEN       suspender          CANCELLING -> LEFT        resumer, asynchronous
   *   VALUE      -> BROKEN      resumer, sync.     CANCELLING -> CANCELLED   canceller
   *   LEFT       -> CANCELLED   canceller          CANCELLING -> REFUSED     canceller
   *   LEFT       -> REFUSED     canceller
   *
   * EMPTY -> RESUMED is a resumption without a value: there is nothing to take or to take back. Per
   * cell there is one suspender, one resumer and one canceller, and each makes a transition at most
   * once (the synchronous resumer and the smart canceller: two). Every transition is a volatile
   * compare-and-set (the canceller's last step: an exchange), because it both publishes what its
   * actor did before and shows it what the other actor did (MEM-2, MEM-3). The loser of a race reads
   * the winner's content with acquire. No final state refers to the waiter or the value (CQS-9).
   */
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  static Object read(Object[] cells, int offset) {
    return SLOT.getAcquire(cells, offset);
  }

  /**
   * Suspender, EMPTY to WAITER. Returns null, or what the resumer has put there before. A failed
   * exchange has volatile effects too, so the resumer's actions are seen (MEM-3).
   */
  static Object install(Object[] cells, int offset, Waiter<?> waiter) {
    return SLOT.compareAndExchange(cells, offset, null, waiter);
  }

  /** Suspender, VALUE to TAKEN. False if the synchronous resumer took the value back (CQS-7). */
  static boolean take(Object[] cells, int offset, Object value) {
    return SLOT.compareAndSet(cells, offset, value, CellState.TAKEN);
  }

  /** Resumer, EMPTY to VALUE or RESUMED. False if the suspender has arrived. */
  static boolean fill(Object[] cells, int offset, Object content) {
    return SLOT.compareAndSet(cells, offset, null, content);
  }

  /** Synchronous resumer, VALUE to BROKEN. False if the suspender took it (CQS-6, CQS-7). */
  static boolean breakValue(Object[] cells, int offset, Object value) {
    return SLOT.compareAndSet(cells, offset, value, CellState.BROKEN);
  }

  /**
   * Resumer, WAITER to RESUMED: the winner calls the waiter, a canceller that comes later fails.
   */
  static boolean claim(Object[] cells, int offset, Waiter<?> waiter) {
    return SLOT.compareAndSet(cells, offset, waiter, CellState.RESUMED);
  }

  /** Canceller, WAITER to CANCELLED or CANCELLING. False if the resumer has claimed it (BC-2). */
  static boolean cancel(Object[] cells, int offset, Waiter<?> waiter, CellState to) {
    return SLOT.compareAndSet(cells, offset, waiter, to);
  }

  /** Asynchronous resumer, CANCELLING to a {@code Left}: the canceller will see to it (CQS-15). */
  static boolean delegate(Object[] cells, int offset, Object value) {
    return SLOT.compareAndSet(cells, offset, CellState.CANCELLING, value);
  }

  /** Canceller, CANCELLING or LEFT to an end. Returns the value left to it, else CANCELLING. */
  static Object finishCancelling(Object[] cells, int offset, CellState end) {
    return SLOT.getAndSet(cells, offset, end);
  }

  // ---- for protocols of others (Cells.Slot)

  static boolean compareAndSet(Object[] cells, int offset, Object expected, Object content) {
    return SLOT.compareAndSet(cells, offset, expected, content);
  }

  static Object getAndSet(Object[] cells, int offset, Object content) {
    return SLOT.getAndSet(cells, offset, content);
  }

  /** What a resumer leaves that will not take it back: null has nothing to take, so RESUMED. */
  static Object contentFor(Object value) {
    return value == null ? CellState.RESUMED : Boxed.box(value);
  }

  // ---- one cell on its own

  private final Object[] slot = new Object[1];

  /** An empty cell. */
  public Cell() {}

  /**
   * Waits for the value, or takes it if it is there.
   *
   * @param waiter who waits; a fresh one
   * @return true if it waits; false if the value was there, and then the waiter has been resumed by
   *     this call
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if this cell has had its suspender or the waiter is used
   * @obligation BC-3 CQS-5
   */
  public boolean suspend(Waiter<? super T> waiter) {
    Objects.requireNonNull(waiter, "waiter");
    waiter.requireFresh();
    waiter.attach(this);
    Object found = install(slot, 0, waiter);
    if (found == null) {
      return true;
    }
    if (CellState.of(found) == CellState.VALUE && take(slot, 0, found)) {
      @SuppressWarnings("unchecked")
      T value = (T) Boxed.unbox(found);
      Nesting.deliver(this, waiter, value);
      return false;
    }
    waiter.detach();
    throw new IllegalStateException(
        "this cell has had its suspender already: it is " + CellState.of(read(slot, 0)));
  }

  /**
   * Hands over the value.
   *
   * @param value the value, which may be null
   * @return true if the waiter has been resumed with it or it lies here for the suspender; false if
   *     the waiter was cancelled, and then the caller keeps the value
   * @throws IllegalStateException if this cell has had its resumer
   * @obligation CQS-5 CQS-10
   */
  public boolean resume(T value) {
    // At most three rounds: empty, then a waiter, then whatever is final.
    for (; ; ) {
      Object content = read(slot, 0);
      if (content == null) {
        if (fill(slot, 0, Boxed.box(value))) {
          return true;
        }
      } else if (content instanceof Waiter) {
        @SuppressWarnings("unchecked")
        Waiter<? super T> waiter = (Waiter<? super T>) content;
        if (claim(slot, 0, waiter)) {
          Nesting.deliver(this, waiter, value);
          return true;
        }
      } else if (content == CellState.CANCELLED) {
        return false;
      } else {
        throw new IllegalStateException(
            "this cell has had its resumer already: it is " + CellState.of(content));
      }
    }
  }

  @Override
  boolean cancel(Waiter<?> waiter) {
    if (cancel(slot, 0, waiter, CellState.CANCELLED)) {
      waiter.leave(CANCELLED);
      return true;
    }
    if (read(slot, 0) == CellState.CANCELLED) {
      throw new AlreadyCancelledException(); // By another thread, a moment ago.
    }
    return false;
  }

  /** For people: the state, not the value. */
  @Override
  public String toString() {
    return "Cell[" + CellState.of(read(slot, 0)) + "]";
  }
}
