// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** A {@link Mutex} as a {@link Lock}. */
record MutexLock(Mutex mutex) implements Lock {
  @Override
  public void lock() {
    mutex.lock();
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    mutex.lockInterruptibly();
  }

  @Override
  public boolean tryLock() {
    return mutex.tryLock();
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    return mutex.tryLock(time, unit);
  }

  @Override
  public void unlock() {
    mutex.unlock();
  }

  @Override
  public java.util.concurrent.locks.Condition newCondition() {
    throw new UnsupportedOperationException("a condition of this project is made by itself");
  }
}
