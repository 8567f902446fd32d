// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The fewest atomics for a fair lock that is handed over: a count on each side, and those of {@link
 * FloorQueue} for who has to wait. A wait cannot be given up.
 */
final class FloorLock {
  private final AtomicInteger count = new AtomicInteger();
  private final FloorQueue waiters = new FloorQueue();

  private static final class Parked implements Runnable {
    private final Thread thread = Thread.currentThread();
    private volatile boolean resumed;

    @Override
    public void run() {
      resumed = true;
      LockSupport.unpark(thread);
    }

    void await() {
      boolean interrupted = false;
      while (!resumed) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void lock() {
    if (count.getAndIncrement() > 0) {
      Parked parked = new Parked();
      waiters.register(parked);
      parked.await();
    }
  }

  void unlock() {
    if (count.getAndDecrement() > 1) {
      waiters.resume();
    }
  }
}
