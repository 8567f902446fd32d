// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import static org.cqskernel.explorer.engine.Hooks.abortIfOver;
import static org.cqskernel.explorer.engine.Hooks.explored;

/**
 * The models of JDK methods about threads, which explored code calls instead. Not for use by hand.
 *
 * <p>On a thread that belongs to no scenario, in set-up, in checks and in static initialisers they
 * do what the JDK does.
 */
public final class ThreadHooks {
  private ThreadHooks() {}

  public static Thread currentThread(int site) {
    return Thread.currentThread() instanceof EngineThread e
        ? e.machine.runner.threadOf(e.machine.worker())
        : Thread.currentThread();
  }

  public static void park(int site) {
    Machine m = explored();
    if (m == null) {
      java.util.concurrent.locks.LockSupport.park();
    } else {
      wait(m, -1, site);
    }
  }

  public static void park(Object blocker, int site) {
    park(site);
  }

  public static void parkNanos(long nanos, int site) {
    Machine m = explored();
    if (m == null) {
      java.util.concurrent.locks.LockSupport.parkNanos(nanos);
    } else if (nanos > 0) {
      wait(m, nanos, site);
    }
  }

  public static void parkNanos(Object blocker, long nanos, int site) {
    parkNanos(nanos, site);
  }

  public static void parkUntil(long deadline, int site) {
    parkNanos((deadline - currentTimeMillis(site)) * 1_000_000, site);
  }

  public static void parkUntil(Object blocker, long deadline, int site) {
    parkUntil(deadline, site);
  }

  /**
   * One step: takes the permit, or leaves it because of an interrupt, a time-out or a spurious
   * wake-up. A timed wait is never blocked: taken before the unpark it is a time-out.
   */
  private static void wait(Machine m, long nanos, int site) {
    int w = m.worker();
    permitStep(m, w, site);
    ThreadModel threads = m.threads;
    String how;
    if (threads.permit[w]) {
      threads.permit[w] = false;
      how = "permit";
    } else if (threads.interrupted[w]) {
      how = "interrupted";
    } else if (nanos >= 0) {
      threads.elapsedNanos[w] += nanos;
      how = "timeout";
    } else {
      threads.spuriousLeft[w]--;
      how = "spurious";
    }
    result(m, how);
  }

  private static void permitStep(Machine m, int target, int site) {
    abortIfOver(m);
    int t = m.current;
    m.announce(t, m.locations.of(null, Machine.PERMIT, target), m.sites.effects(site), site);
    m.runner.turn(t);
  }

  static void result(Machine m, String text) {
    if (m.recorder != null) {
      m.recorder.result(text);
    }
  }

  public static void unpark(Thread thread, int site) {
    Machine m = explored();
    if (m == null || !(thread instanceof EngineThread target) || target.machine != m) {
      java.util.concurrent.locks.LockSupport.unpark(thread);
      return;
    }
    permitStep(m, target.id, site);
    if (!m.threads.canUnpark(target.id)) {
      m.gavePermit();
    }
    m.threads.permit[target.id] = true;
  }

  public static void interrupt(Thread thread, int site) {
    Machine m = explored();
    if (m == null || !(thread instanceof EngineThread target) || target.machine != m) {
      thread.interrupt();
      return;
    }
    permitStep(m, target.id, site);
    if (!m.threads.canUnpark(target.id)) {
      m.gavePermit();
    }
    m.threads.interrupted[target.id] = true;
  }

  public static boolean isInterrupted(Thread thread, int site) {
    Machine m = explored();
    if (m == null || !(thread instanceof EngineThread target) || target.machine != m) {
      return thread.isInterrupted();
    }
    permitStep(m, target.id, site);
    boolean interrupted = m.threads.interrupted[target.id];
    result(m, String.valueOf(interrupted));
    return interrupted;
  }

  public static boolean interrupted(int site) {
    Machine m = explored();
    if (m == null) {
      return Thread.interrupted();
    }
    permitStep(m, m.worker(), site);
    boolean interrupted = m.threads.interrupted[m.worker()];
    m.threads.interrupted[m.worker()] = false;
    result(m, String.valueOf(interrupted));
    return interrupted;
  }

  public static void pause(int site) {
    Machine m = explored();
    if (m == null) {
      Thread.onSpinWait();
    } else {
      abortIfOver(m);
      int t = m.current;
      if (m.spins(t, site)) {
        m.runner.turn(t);
      }
    }
  }

  public static void sleep(long millis, int site) throws InterruptedException {
    Machine m = explored();
    if (m == null) {
      Thread.sleep(millis);
      return;
    }
    m.threads.elapsedNanos[m.worker()] += millis * 1_000_000;
    pause(site);
  }

  public static long nanoTime(int site) {
    return Thread.currentThread() instanceof EngineThread e
        ? e.machine.threads.elapsedNanos[e.machine.worker()]
        : System.nanoTime();
  }

  public static long currentTimeMillis(int site) {
    return Thread.currentThread() instanceof EngineThread e
        ? e.machine.threads.elapsedNanos[e.machine.worker()] / 1_000_000
        : System.currentTimeMillis();
  }

  public static Object threadLocalGet(ThreadLocal<?> local, int site) {
    Machine m = explored();
    return m == null ? local.get() : m.threads.get(m.worker(), local);
  }

  public static void threadLocalSet(ThreadLocal<Object> local, Object value, int site) {
    Machine m = explored();
    if (m == null) {
      local.set(value);
    } else {
      m.threads.set(m.worker(), local, value);
    }
  }

  public static void threadLocalRemove(ThreadLocal<?> local, int site) {
    Machine m = explored();
    if (m == null) {
      local.remove();
    } else {
      m.threads.remove(m.worker(), local);
    }
  }
}
