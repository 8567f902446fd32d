// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.sync.ThreadWaiter.End;

/**
 * A fair counting semaphore for threads and callbacks, with cancellation that costs the same
 * however many wait.
 *
 * <p>Permits go to waiters in the order in which they arrived in the queue (but for cancelled
 * ones); nobody takes a permit past a waiter. A cancelled or timed-out acquire takes no permit and
 * leaves nothing behind.
 *
 * <p><b>Resumption.</b> By default it is {@linkplain Resumption#SYNC synchronous}: then {@link
 * #tryAcquire()} is linearizable with the other operations. In return, an acquire and a release are
 * obstruction-free, not lock-free: an acquire that is counted and has not arrived, and a release
 * that loses patience with it, may in principle make each other start again without end (CQS-6).
 * And a release that meets the cancellation of the very waiter whose turn it is yields until that
 * cancellation has decided, a few instructions of another thread; therefore it must not be called
 * from a signal handler that may have interrupted a cancellation (CQS-16). With {@linkplain
 * Resumption#ASYNC asynchronous} resumption every operation is lock-free and may be called from a
 * signal handler; in return {@link #tryAcquire()} may fail although a permit has just been
 * released, while another acquire is between its two steps, and an acquire may wait for a moment
 * although a cancellation has just made its permit free (SEM-9). No permit is lost by either.
 *
 * <p><b>Memory consistency effects:</b> actions before a release happen-before actions after the
 * acquire that gets its permit, callback or return (SEM-1). <b>Progress:</b> as said above; the
 * blocking forms block. <b>Cost:</b> an uncontended acquire or release is one atomic; a waiter
 * costs a fetch-and-add and a compare-and-set more; cancelling is amortised O(1). <b>Context:</b>
 * any thread, a callback, a Cleaner; the forms that do not block also a signal handler, subject to
 * the above.
 *
 * @obligation SEM-1 SEM-2 SEM-3 SEM-4 SEM-5 SEM-6 SEM-7 SEM-8 SEM-9 SEM-10 CQS-12 CQS-26
 */
public final class Semaphore extends Permits {
  /**
   * All permits free, synchronous resumption.
   *
   * @param permits how many, at least 1
   * @throws IllegalArgumentException if it is less
   */
  public Semaphore(int permits) {
    this(permits, Resumption.SYNC);
  }

  /**
   * All permits free.
   *
   * @param permits how many, at least 1
   * @param resumption see above
   * @throws IllegalArgumentException if there are fewer
   * @throws NullPointerException if the resumption is null
   */
  public Semaphore(int permits, Resumption resumption) {
    super(permits, resumption);
  }

  /** With segments of a given size, for tests. */
  Semaphore(int permits, Resumption resumption, int segmentOrder) {
    this(permits, resumption, p -> new Cqs<>(resumption, Cancellation.SMART, p, segmentOrder));
  }

  /** With a queue made by others, for tests. */
  Semaphore(int permits, Resumption resumption, Function<Policy<Void>, Cqs<Void>> newQueue) {
    this(permits, resumption);
    makeQueue(newQueue);
  }

  // ---- acquire

  /**
   * Acquires a permit for the waiter: at once, or when its turn comes.
   *
   * @param waiter resumed, once, as the owner of a permit; a fresh one, and its own handle.
   *     Cancelling it twice throws
   * @return true if it waits; false if this call has resumed it
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if the waiter has been registered before
   * @obligation SEM-1 SEM-2 SEM-8
   */
  public boolean acquire(Waiter<? super Void> waiter) {
    Objects.requireNonNull(waiter, "waiter");
    waiter.requireFresh(); // Before the count: misuse takes no permit.
    return takeOrSuspend(waiter);
  }

  /**
   * Acquires a permit and calls back: at once, or when the turn comes.
   *
   * @param callback called once, as the owner of a permit, unless cancelled before
   * @return a handle; its cancel returns false if the callback has been or will be called;
   *     cancelling twice throws
   * @throws NullPointerException if the callback is null
   * @obligation SEM-1 SEM-2 SEM-8
   */
  public Suspension acquire(Runnable callback) {
    CallbackWaiter<Void> waiter = new CallbackWaiter<>(callback);
    acquire(waiter);
    return waiter;
  }

  /**
   * Acquires a permit if one is free.
   *
   * @return whether one was
   * @obligation SEM-9
   */
  public boolean tryAcquire() {
    return tryTake();
  }

  /**
   * Acquires a permit, waiting for it.
   *
   * @throws InterruptedException if the thread is interrupted; then it has no permit
   * @obligation SEM-1 SEM-3
   */
  public void acquire() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!takeOrCount() && park(false, 0) == End.INTERRUPTED) {
      throw new InterruptedException();
    }
  }

  /** Acquires a permit, waiting for it whatever interrupts. An interrupt stays in the status. */
  public void acquireUninterruptibly() {
    if (takeOrCount()) {
      return;
    }
    ThreadWaiter<Void> waiter = suspendThread();
    if (waiter != null) {
      waiter.awaitUninterruptibly(this);
    }
  }

  /**
   * Acquires a permit, waiting for it for a limited time. With zero or less it does not wait.
   *
   * @param timeout how long
   * @param unit of the time-out
   * @return whether it has got one
   * @throws InterruptedException if the thread is interrupted; then it has no permit
   * @throws NullPointerException if the unit is null
   * @obligation SEM-1 SEM-3
   */
  public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(timeout);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (nanos <= 0) {
      return tryAcquire();
    }
    if (takeOrCount()) {
      return true;
    }
    End end = park(true, nanos);
    if (end == End.INTERRUPTED) {
      throw new InterruptedException();
    }
    return end == End.RESUMED;
  }

  private End park(boolean timed, long nanos) {
    ThreadWaiter<Void> waiter = suspendThread();
    if (waiter == null) {
      return End.RESUMED;
    }
    return timed ? waiter.await(this, nanos) : waiter.await(this);
  }

  /** The caller is counted as waiting. Returns null if it needed not wait after all. */
  private ThreadWaiter<Void> suspendThread() {
    ThreadWaiter<Void> waiter = new ThreadWaiter<>();
    return suspendCounted(waiter) ? waiter : null;
  }

  // ---- release

  /**
   * Gives a permit back, to the first waiter if there is one.
   *
   * @throws IllegalStateException if all permits are free already; then nothing is changed
   * @obligation SEM-1 SEM-2 SEM-3 SEM-7 SEM-10
   */
  public void release() {
    give();
  }

  /**
   * How many permits are free, at a moment that may be past.
   *
   * @return from 0 to the capacity
   */
  public int availablePermits() {
    return Math.max(0, state());
  }
}
