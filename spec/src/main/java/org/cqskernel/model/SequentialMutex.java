// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.model;

/** A lock without an owner: a semaphore of one permit. */
public final class SequentialMutex<W> {
  private final SequentialSemaphore<W> permit = new SequentialSemaphore<>(1);

  /** Locks. False if it is locked, and then the waiter waits. */
  public boolean lock(W waiter) {
    return permit.acquire(waiter);
  }

  public boolean tryLock() {
    return permit.tryAcquire();
  }

  /**
   * Unlocks, and hands the lock to the first who waits.
   *
   * @throws IllegalStateException if it is not locked
   */
  public void unlock() {
    permit.release();
  }

  /** Withdraws a waiter. False if it does not wait. */
  public boolean cancel(W waiter) {
    return permit.cancel(waiter);
  }

  public boolean isLocked() {
    return permit.availablePermits() == 0;
  }

  /** Whether the waiter has been given the lock. */
  public boolean given(W waiter) {
    return permit.given(waiter);
  }
}
