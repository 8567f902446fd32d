// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Function;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspended;
import org.cqskernel.cqs.Waiter;

/** The number and the queue of a {@link Semaphore}: what is atomic about it. */
abstract class Permits {
  /*
   * state > 0: free permits. state <= 0: minus the number of waiters whom nobody has promised to wake.
   * That is the logical size of the queue (CQS-2), and what is promised is promised to one who counts
   * (CQS-3):
   *
   *   acquire      state--, and wait if it was <= 0
   *   release      state++, and if it was < 0 that is a promise to resume exactly one waiter
   *   cancel       state++, and if it was < 0 we have taken ourselves out: skip us. Else the promise
   *                made last is for us: the resumer that comes is refused, and our increment has given
   *                the permit back (SEM-4)
   *
   * A synchronous resumer that finds nobody breaks the cell: the acquirer, who has counted itself but
   * not arrived, and the releaser then both start again, and the two steps cancel out.
   */
  private final int capacity;
  private final boolean synchronous;

  /** RMW by everybody. */
  private volatile int state;

  /** Null until somebody waits, then final. CAS by the first who needs it. */
  private volatile Cqs<Void> queue;

  Permits(int permits, Resumption resumption) {
    if (permits < 1) {
      throw new IllegalArgumentException("a semaphore needs a permit, and is given " + permits);
    }
    this.capacity = permits;
    this.synchronous = Objects.requireNonNull(resumption, "resumption") == Resumption.SYNC;
    STATE.set(this, permits);
  }

  /** With a queue that is made at once, by others. */
  final void makeQueue(Function<Policy<Void>, Cqs<Void>> newQueue) {
    QUEUE.set(this, newQueue.apply(new Waiting()));
  }

  private Cqs<Void> queue() {
    Cqs<Void> q = queue;
    if (q != null) {
      return q;
    }
    Resumption resumption = synchronous ? Resumption.SYNC : Resumption.ASYNC;
    q = new Cqs<>(resumption, Cancellation.SMART, new Waiting());
    // Against another waiter, or the releaser that has promised to resume it; the loser takes
    // theirs.
    @SuppressWarnings("unchecked")
    Cqs<Void> winner = (Cqs<Void>) QUEUE.compareAndExchange(this, null, q);
    return winner == null ? q : winner;
  }

  private final class Waiting implements Policy<Void> {
    /** CQS-12: decided by the same increment that takes the waiter out of the number. */
    @Override
    public boolean onCancellation() {
      return (int) STATE.getAndAdd(Permits.this, 1) < 0;
    }

    /** The permit is back already, by the increment in onCancellation. */
    @Override
    public void refused(Void permit) {}

    @Override
    public void undelivered(Void permit) {
      give();
    }
  }

  /** Takes a permit, or counts the caller as waiting. Returns whether it has got one. */
  final boolean takeOrCount() {
    // Against everybody: the step that takes the last permit and the step that begins to wait are
    // one.
    return (int) STATE.getAndAdd(this, -1) > 0;
  }

  /** Takes a permit if one is free. */
  final boolean tryTake() {
    for (int s = state; s > 0; s = state) {
      // Against everybody; the loser looks whether there is still one.
      if (STATE.compareAndSet(this, s, s - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Takes a permit for the waiter, or lets it wait. Returns whether it waits. */
  final boolean takeOrSuspend(Waiter<? super Void> waiter) {
    while (!takeOrCount()) {
      Suspended end = queue().suspend(waiter);
      if (end != Suspended.BROKEN) {
        return end == Suspended.WAITING;
      }
      // The resumer that had promised to wake us has given up, and starts again: so do we.
    }
    queue().resumeNow(waiter, null);
    return false;
  }

  /**
   * The caller is counted as waiting. Returns whether the waiter waits; if not, it has a permit.
   */
  final boolean suspendCounted(ThreadWaiter<Void> waiter) {
    do {
      Suspended end = queue().suspend(waiter);
      if (end != Suspended.BROKEN) {
        return end == Suspended.WAITING;
      }
    } while (!takeOrCount());
    return false;
  }

  /** Gives a permit back, to the first waiter if there is one. */
  final void give() {
    for (; ; ) {
      int s = state;
      if (s >= capacity) {
        throw new IllegalStateException(
            "released more often than acquired: all " + capacity + " permits are free already");
      }
      // Against everybody. A compare-and-set, not an addition, so that misuse leaves no trace.
      if (STATE.compareAndSet(this, s, s + 1) && (s >= 0 || queue().resume(null))) {
        return;
      }
      // Lost, or the waiter that we promised to resume had not arrived and will start again: so do
      // we.
    }
  }

  final int state() {
    return state;
  }

  /** The number, not the waiters. */
  @Override
  public String toString() {
    int s = state;
    return "Semaphore[" + (s >= 0 ? s + " of " + capacity + " free" : -s + " waiting") + "]";
  }

  /**
   * The number and the queue, drawn.
   *
   * @return several lines
   */
  public final String dump() {
    Cqs<Void> q = queue;
    return this + "\n" + (q == null ? "" : q);
  }

  /**
   * Checks the queue at rest, that is while no operation is under way.
   *
   * @throws IllegalStateException if an invariant is broken, with a dump
   */
  public final void validate() {
    Cqs<Void> q = queue;
    if (q != null) {
      q.validate();
    }
  }

  private static final VarHandle STATE;
  private static final VarHandle QUEUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Permits.class, "state", int.class);
      QUEUE = lookup.findVarHandle(Permits.class, "queue", Cqs.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
