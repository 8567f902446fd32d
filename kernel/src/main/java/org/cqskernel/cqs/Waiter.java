// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Something that waits to be resumed with a value, and its own handle for cancelling.
 *
 * <p>Subclass it and pass an instance to {@link Cqs#suspend}, {@link Cell#suspend} or {@link
 * OneShot#suspend}: no further object is allocated. An instance serves one registration; a second
 * one throws, as far as plain fields can tell under races (a stale handle must never reach a new
 * registration, CB-6, MEM-7).
 *
 * <p><b>Contract of {@link #resumed}</b> (group CB): it may run in the registering thread, inside
 * the call that registers, or in any thread that resumes; it must be safe in every context in which
 * a resumer may run. It should not block, and not throw; if it throws, nobody else is affected and
 * the throwable reaches the resumer after all others were called (CB-3). It may call any operation
 * of this library, on the same object too.
 *
 * <p><b>Memory consistency effects:</b> actions before the registration, and actions before the
 * resumption, happen-before {@link #resumed} (MEM-2, MEM-3).
 *
 * @param <T> what it is resumed with
 * @obligation CB-1 CB-2 CB-4 MEM-2 MEM-3 MEM-7
 */
public abstract class Waiter<T> implements Suspension {

  /*
   * Where this waiter lies: null before registration, then a segment, or the owner itself. When it is
   * over, the owner again, or CANCELLED, so that a handle that is kept keeps no segments (ARR-19).
   *
   * The registering thread writes both fields, plainly, before the compare-and-set that puts the
   * waiter into its cell. Cancel reads them; its caller got the handle from the registering thread.
   * Whoever wins the cell writes home once more, opaquely, because a canceller may read it at that
   * moment: it finds either the segment, in whose cell it then loses, or what says that it is over.
   */
  private Object home;
  private int offset;

  /** For subclasses. */
  protected Waiter() {}

  /**
   * Called at most once, by the winner of the cell, and never after {@link #cancel} returned true.
   *
   * @param value what the resumer passed
   */
  protected abstract void resumed(T value);

  /**
   * Delivers {@code value}, or returns false if it can no longer be used, for example because the
   * fiber behind this waiter is being cancelled. The owner then gets the value back, once (CQS-20).
   *
   * @param value what the resumer passed
   * @return whether the value was accepted
   */
  protected boolean tryResume(T value) {
    resumed(value);
    return true;
  }

  /**
   * Whether {@link #resumed} merely records and signals (unparks a thread, enqueues a task, puts
   * another leaf into a line) and so never runs foreign code and nests no deeper than a few frames.
   * Leaf waiters need no bookkeeping of nested sweeps (RALL-10).
   *
   * @return false unless overridden
   */
  protected boolean isLeaf() {
    return false;
  }

  @Override
  public final boolean cancel() {
    Object h = HOME.getOpaque(this);
    if (h instanceof Segment segment) {
      int place = offset;
      // Negative: a race with its own registration, which has just found the segment.
      return place >= 0 && segment.owner.cancel(this, segment, place);
    }
    if (h instanceof WaiterOwner owner) {
      return owner.cancel(this);
    }
    throw new IllegalStateException("this waiter is not registered anywhere: nothing to cancel");
  }

  /**
   * Throws if this waiter has been registered. For owners of synchronizers, who must know before
   * they change their number. Best effort against races, no atomic access.
   *
   * @throws IllegalStateException if it has been registered before
   * @obligation MEM-7
   */
  public final void requireFresh() {
    if (home != null) {
      throw new IllegalStateException(
          "this waiter has been registered before: each registration needs a fresh waiter");
    }
  }

  /** Notes that it is with {@code owner}: on its way into a segment, or in the owner itself. */
  final void attach(WaiterOwner owner) {
    home = owner;
    offset = -1;
  }

  /** Notes its cell. */
  final void place(Segment segment, int offset) {
    this.home = segment;
    this.offset = offset;
  }

  /** Its segment, while it lies in one. */
  final Segment segment() {
    return (Segment) home;
  }

  final int offset() {
    return offset;
  }

  /** Undoes {@link #attach} when the registration failed and may be tried again. */
  final void detach() {
    home = null;
  }

  /** It is over: whoever won the cell puts {@code end} in the place of the segment. */
  final void leave(WaiterOwner end) {
    HOME.setOpaque(this, end);
  }

  private static final VarHandle HOME;

  static {
    try {
      HOME = MethodHandles.lookup().findVarHandle(Waiter.class, "home", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
