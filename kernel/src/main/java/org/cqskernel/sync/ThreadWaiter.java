// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.cqskernel.cqs.Waiter;

/**
 * A waiter that parks the thread which made it: the only place where this library blocks.
 *
 * <p>The thread that registers is the one that goes on, therefore it does so after its registration
 * has returned, whoever resumes it (CB-5), and with what the resumer passed (CQS-19).
 *
 * <p>An interrupt or a time-out tries to cancel. If that fails, the value is on its way and the
 * thread waits on for it, because dropping it would lose a permit (CQS-20); an interrupt is then
 * kept in the thread's interrupt status. So exactly one of <em>resumed with a value</em> and
 * <em>cancelled</em> is reported, whatever races.
 */
class ThreadWaiter<T> extends Waiter<T> {

  /** How waiting ended. */
  enum End {
    RESUMED,
    INTERRUPTED,
    TIMED_OUT
  }

  /** The thread that waits, null once resumed. The volatile store of null publishes value. */
  private volatile Thread thread;

  private T value;

  ThreadWaiter() {
    // Plain: the registration that shows this waiter to a resumer is a read-modify-write.
    THREAD.set(this, Thread.currentThread());
  }

  /** It unparks, now or (a {@link LockWaiter}) when its mutex is free: no foreign code. */
  @Override
  protected final boolean isLeaf() {
    return true;
  }

  @Override
  protected void resumed(T result) {
    wake(result);
  }

  /** Lets the thread go on. */
  final void wake(T result) {
    Thread t = thread;
    value = result;
    thread = null;
    // After the store: a thread that is woken, or was about to park, sees it. A late unpark of a
    // thread that has gone on is a spurious wake-up for others, which every park loop allows for.
    LockSupport.unpark(t);
  }

  /** What it was resumed with, after {@link End#RESUMED}. */
  final T value() {
    return value;
  }

  /** Waits until resumed, whatever interrupts. */
  final void awaitUninterruptibly(Object blocker) {
    boolean interrupted = false;
    while (thread != null) {
      LockSupport.park(blocker);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until resumed, or interrupted and cancelled. */
  final End await(Object blocker) {
    while (thread != null) {
      LockSupport.park(blocker);
      if (Thread.interrupted()) {
        return cancelOrFinish(blocker, End.INTERRUPTED);
      }
    }
    return End.RESUMED;
  }

  /** Waits until resumed, or interrupted or timed out, and cancelled. */
  final End await(Object blocker, long nanos) {
    long deadline = System.nanoTime() + Math.max(0, nanos);
    while (thread != null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return cancelOrFinish(blocker, End.TIMED_OUT);
      }
      LockSupport.parkNanos(blocker, left);
      if (Thread.interrupted()) {
        return cancelOrFinish(blocker, End.INTERRUPTED);
      }
    }
    return End.RESUMED;
  }

  private End cancelOrFinish(Object blocker, End end) {
    if (cancel()) {
      return end;
    }
    // A resumer has claimed us and is about to call resumed (BC-5).
    awaitUninterruptibly(blocker);
    if (end == End.INTERRUPTED) {
      Thread.currentThread().interrupt();
    }
    return End.RESUMED;
  }

  private static final VarHandle THREAD;

  static {
    try {
      THREAD = MethodHandles.lookup().findVarHandle(ThreadWaiter.class, "thread", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
