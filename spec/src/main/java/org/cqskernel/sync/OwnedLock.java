// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A lock that says who holds it. Taking it is one step, and so is freeing it. */
final class OwnedLock implements Lock {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Thread, Object> names;

  /** Who holds it, or null. */
  Object owner;

  /**
   * @param names of the threads that take it
   */
  OwnedLock(Map<Thread, Object> names) {
    this.names = names;
  }

  @Override
  public void lock() {
    lock.lock();
    owner = names.get(Thread.currentThread());
  }

  @Override
  public void unlock() {
    lock.unlock();
    owner = null;
  }

  @Override
  public void lockInterruptibly() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean tryLock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException();
  }
}
