// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import static org.cqskernel.explorer.engine.Hooks.explored;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The models of monitors and of {@code ReentrantLock}, which explored code calls instead, over
 * {@link LockSteps}. In set-up and checks locks are always free. Not for use by hand.
 */
public final class LockHooks {
  private LockHooks() {}

  /** Whether a lock is modelled; another lock of the JDK is not seen. */
  private static boolean isModelled(Lock lock, Machine m, int site) {
    if (lock instanceof ReentrantLock) {
      return Thread.currentThread() instanceof EngineThread;
    }
    if (m != null && lock != null && Unseen.ofClass(lock.getClass())) {
      m.unseen.addSite(site);
    }
    return false;
  }

  // ---- Monitors.

  public static void enter(Object monitor, int site) {
    Machine m = explored();
    if (m != null) {
      LockSteps.acquire(m, monitor, 1, site);
    }
  }

  public static void exit(Object monitor, int site) {
    Machine m = explored();
    if (m != null) {
      LockSteps.release(m, monitor, site);
    }
  }

  public static void await(Object monitor, int site) throws InterruptedException {
    Machine m = explored();
    if (m != null) {
      LockSteps.await(m, monitor, monitor, -1, site);
    }
  }

  public static void await(Object monitor, long millis, int site) throws InterruptedException {
    Machine m = explored();
    if (m != null) {
      LockSteps.await(m, monitor, monitor, millis == 0 ? -1 : millis * 1_000_000, site);
    }
  }

  public static void signal(Object monitor, int site) {
    Machine m = explored();
    if (m != null) {
      LockSteps.signal(m, monitor, monitor, false, site);
    }
  }

  public static void signalAll(Object monitor, int site) {
    Machine m = explored();
    if (m != null) {
      LockSteps.signal(m, monitor, monitor, true, site);
    }
  }

  // ---- ReentrantLock.

  public static void lock(Lock lock, int site) {
    Machine m = explored();
    if (!isModelled(lock, m, site)) {
      lock.lock();
    } else if (m != null) {
      LockSteps.acquire(m, lock, 1, site);
    }
  }

  public static void lockInterruptibly(Lock lock, int site) throws InterruptedException {
    Machine m = explored();
    if (!isModelled(lock, m, site)) {
      lock.lockInterruptibly();
    } else if (m != null) {
      LockSteps.throwIfInterrupted(m, site);
      LockSteps.acquire(m, lock, 1, site);
    }
  }

  public static boolean tryLock(Lock lock, int site) {
    Machine m = explored();
    if (!isModelled(lock, m, site)) {
      return lock.tryLock();
    }
    return m == null || LockSteps.attempt(m, lock, site);
  }

  public static boolean tryLock(Lock lock, long time, TimeUnit unit, int site)
      throws InterruptedException {
    Machine m = explored();
    if (!isModelled(lock, m, site)) {
      return lock.tryLock(time, unit);
    }
    if (m == null) {
      return true;
    }
    LockSteps.throwIfInterrupted(m, site);
    boolean taken = LockSteps.attempt(m, lock, site);
    if (!taken) {
      m.threads.elapsedNanos[m.worker()] += Math.max(0, unit.toNanos(time));
    }
    return taken;
  }

  public static void unlock(Lock lock, int site) {
    Machine m = explored();
    if (!isModelled(lock, m, site)) {
      lock.unlock();
    } else if (m != null) {
      LockSteps.release(m, lock, site);
    }
  }

  public static boolean isHeldByCurrentThread(ReentrantLock lock, int site) {
    Machine m = explored();
    if (!isModelled(lock, m, site)) {
      return lock.isHeldByCurrentThread();
    }
    return m == null || m.locks.holds(LockSteps.lockOf(m, lock), m.worker()) > 0;
  }

  public static Condition newCondition(Lock lock, int site) {
    return isModelled(lock, null, site) ? new ModelCondition(lock) : lock.newCondition();
  }

  public static void await(Condition condition, int site) throws InterruptedException {
    Machine m = explored();
    if (!(condition instanceof ModelCondition c)) {
      condition.await();
    } else if (m != null) {
      LockSteps.await(m, c.lock(), c, -1, site);
    }
  }

  public static boolean await(Condition condition, long time, TimeUnit unit, int site)
      throws InterruptedException {
    Machine m = explored();
    if (!(condition instanceof ModelCondition c)) {
      return condition.await(time, unit);
    }
    return m != null && LockSteps.await(m, c.lock(), c, Math.max(0, unit.toNanos(time)), site);
  }

  public static void signal(Condition condition, int site) {
    Machine m = explored();
    if (!(condition instanceof ModelCondition c)) {
      condition.signal();
    } else if (m != null) {
      LockSteps.signal(m, c.lock(), c, false, site);
    }
  }

  public static void signalAll(Condition condition, int site) {
    Machine m = explored();
    if (!(condition instanceof ModelCondition c)) {
      condition.signalAll();
    } else if (m != null) {
      LockSteps.signal(m, c.lock(), c, true, site);
    }
  }
}
