// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck.suite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** A semaphore that is not the kernel's, on the queue of the JDK; and faults that it may have. */
final class AqsSemaphore implements SemaphoreSuite.Subject {

  /** What is wrong with it. */
  enum Fault {
    NONE,
    /** A release counts on those in line, and does not count itself. */
    DROPPED_RELEASE,
    /** An acquire looks and then takes, in two steps. */
    TWO_STEPS,
    /** A release adds in two steps. */
    LOST_RELEASE,
    /** Who runs out of time has taken a permit. */
    TIMEOUT_TAKES
  }

  private static final class Sync extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;
    private final Fault fault;

    Sync(int permits, Fault fault) {
      this.fault = fault;
      setState(permits);
    }

    int permits() {
      return getState();
    }

    @Override
    protected int tryAcquireShared(int one) {
      for (; ; ) {
        int permits = getState();
        if (permits == 0) {
          return -1;
        }
        if (fault == Fault.TWO_STEPS) {
          setState(permits - 1);
          return permits - 1;
        }
        if (compareAndSetState(permits, permits - 1)) {
          return permits - 1;
        }
      }
    }

    @Override
    protected boolean tryReleaseShared(int one) {
      for (; ; ) {
        int permits = getState();
        if (fault == Fault.LOST_RELEASE) {
          setState(permits + 1);
          return true;
        }
        if (fault == Fault.DROPPED_RELEASE && hasQueuedThreads()) {
          return true;
        }
        if (compareAndSetState(permits, permits + 1)) {
          return true;
        }
      }
    }
  }

  private final Sync sync;

  AqsSemaphore(int permits, Fault fault) {
    sync = new Sync(permits, fault);
  }

  @Override
  public void acquire() throws InterruptedException {
    sync.acquireSharedInterruptibly(1);
  }

  @Override
  public boolean tryAcquire() {
    return sync.tryAcquireShared(1) >= 0;
  }

  @Override
  public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
    boolean acquired = sync.tryAcquireSharedNanos(1, unit.toNanos(timeout));
    if (!acquired && sync.fault == Fault.TIMEOUT_TAKES) {
      sync.acquireShared(1);
    }
    return acquired;
  }

  @Override
  public void release() {
    sync.releaseShared(1);
  }

  @Override
  public int availablePermits() {
    return sync.permits();
  }
}
