// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.cqs.Waiter;

/**
 * A fair lock for threads and callbacks. It is not re-entrant and has no owner: whoever it was
 * handed to may unlock it from anywhere, a callback in another thread for one.
 *
 * <p>It is a {@link Semaphore} of one permit; progress, cost, contexts and the choice of resumption
 * are described there. <b>Memory consistency effects:</b> actions before an unlock happen-before
 * actions after the next lock.
 *
 * @obligation SEM-1 SEM-3 SEM-8 SEM-10
 */
public final class Mutex {
  private final Semaphore permit;

  /** Unlocked, synchronous resumption. */
  public Mutex() {
    this(Resumption.SYNC);
  }

  /**
   * Unlocked.
   *
   * @param resumption see {@link Semaphore}
   * @throws NullPointerException if it is null
   */
  public Mutex(Resumption resumption) {
    permit = new Semaphore(1, resumption);
  }

  Mutex(Resumption resumption, int segmentOrder) {
    permit = new Semaphore(1, resumption, segmentOrder);
  }

  /**
   * Locks for the waiter: at once, or when its turn comes.
   *
   * @param waiter resumed, once, with the lock held; a fresh one, and its own handle
   * @return true if it waits; false if this call has resumed it
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if the waiter has been registered before
   */
  public boolean lock(Waiter<? super Void> waiter) {
    return permit.acquire(waiter);
  }

  /**
   * Locks and calls back: at once, or when the turn comes.
   *
   * @param callback called once, with the lock held, unless cancelled before
   * @return a handle; its cancel returns false if the callback has been or will be called;
   *     cancelling twice throws
   * @throws NullPointerException if the callback is null
   */
  public Suspension lock(Runnable callback) {
    return permit.acquire(callback);
  }

  /** Locks, waiting for it whatever interrupts. An interrupt stays in the status. */
  public void lock() {
    permit.acquireUninterruptibly();
  }

  /**
   * Locks, waiting for it.
   *
   * @throws InterruptedException if the thread is interrupted; then it does not hold the lock
   */
  public void lockInterruptibly() throws InterruptedException {
    permit.acquire();
  }

  /**
   * Locks if it is unlocked.
   *
   * @return whether it was
   */
  public boolean tryLock() {
    return permit.tryAcquire();
  }

  /**
   * Locks, waiting for it for a limited time. With zero or less it does not wait.
   *
   * @param timeout how long
   * @param unit of the time-out
   * @return whether it is locked by this call
   * @throws InterruptedException if the thread is interrupted; then it does not hold the lock
   * @throws NullPointerException if the unit is null
   */
  public boolean tryLock(long timeout, TimeUnit unit) throws InterruptedException {
    return permit.tryAcquire(timeout, unit);
  }

  /**
   * Unlocks, and hands the lock to the first waiter if there is one.
   *
   * @throws IllegalMonitorStateException if it is not locked; then nothing is changed
   */
  public void unlock() {
    requireLocked();
    permit.release();
  }

  /** Throws if it is not locked. */
  void requireLocked() {
    if (!isLocked()) {
      throw new IllegalMonitorStateException("this mutex is not locked: nothing to unlock");
    }
  }

  /**
   * Whether it is locked, at a moment that may be past.
   *
   * @return whether it is locked
   */
  public boolean isLocked() {
    return permit.availablePermits() == 0;
  }

  /** Whether it is locked. */
  @Override
  public String toString() {
    return "Mutex[" + (isLocked() ? "locked" : "unlocked") + "]";
  }

  /**
   * The state and the queue, drawn.
   *
   * @return several lines
   */
  public String dump() {
    return permit.dump();
  }

  /**
   * Checks the queue at rest, that is while no operation is under way.
   *
   * @throws IllegalStateException if an invariant is broken, with a dump
   */
  public void validate() {
    permit.validate();
  }
}
