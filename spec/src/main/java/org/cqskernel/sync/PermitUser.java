// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.concurrent.locks.LockSupport;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.Gate;

/** A thread that acquires, waits until it is called or cancelled by another one, and releases. */
final class PermitUser {
  final String name;
  final Gate gate = new Gate();

  /** Null until it has to wait. */
  ThreadWaiter<Void> waiter;

  boolean atOnce;
  boolean ended;
  private volatile boolean cancelled;
  private volatile Thread thread;

  private final boolean triesFirst;

  PermitUser(String name, boolean triesFirst) {
    this.name = name;
    this.triesFirst = triesFirst;
  }

  void run(Semaphore semaphore) {
    thread = Thread.currentThread();
    if (acquire(semaphore)) {
      semaphore.release();
    }
    ended = true;
  }

  /** As the blocking acquire does it. */
  private boolean acquire(Semaphore semaphore) {
    if ((triesFirst && semaphore.tryAcquire()) || semaphore.takeOrCount()) {
      atOnce = true;
      return true;
    }
    waiter = new ThreadWaiter<>();
    boolean waits = semaphore.suspendCounted(waiter);
    gate.open();
    if (!waits) {
      return true;
    }
    while (!called() && !cancelled) {
      LockSupport.park();
    }
    return called();
  }

  /** Whether it was called. */
  boolean called() {
    return waiter != null && Peek.at(waiter, "thread") == null;
  }

  void cancelNow() {
    if (waiter.cancel()) {
      cancelled = true;
      LockSupport.unpark(thread);
    }
  }
}
