// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.lang.invoke.VarHandle;
import org.cqskernel.explorer.instrument.Fields;

/**
 * What instrumented code calls. Not for use by hand.
 *
 * <p>On a thread that belongs to no scenario, in set-up, in checks and in static initialisers the
 * hooks do nothing and the models do what the JDK does.
 */
public final class Hooks {
  private Hooks() {}

  private static Worker explored() {
    return Thread.currentThread() instanceof Worker w
            && w.machine.controlled
            && w.machine.quiet == 0
        ? w
        : null;
  }

  /** Before an access through a handle. */
  public static void handle(VarHandle handle, Object base, int index, int site) {
    Worker w = explored();
    if (w == null) {
      return;
    }
    if (index >= 0) {
      step(w, base, Fields.ARRAY, index, site);
      return;
    }
    int key = w.machine.keyOf(handle, site);
    step(w, key == Fields.UNKNOWN && base == null ? handle : base, key, 0, site);
  }

  /** Before an access to a volatile field. */
  public static void field(Object base, int site) {
    Worker w = explored();
    if (w != null) {
      step(w, base, w.machine.sites.key(site), 0, site);
    }
  }

  /** Before an access to a plain field. */
  public static void plainField(Object base, int site) {
    Worker w = explored();
    if (w != null) {
      plain(w, base, w.machine.sites.key(site), 0, site);
    }
  }

  /** Before an access to an array element. */
  public static void plainElement(Object array, int index, int site) {
    Worker w = explored();
    if (w != null && array != null) {
      plain(w, array, Fields.ARRAY, index, site);
    }
  }

  private static void step(Worker w, Object base, int key, int index, int site) {
    Machine m = w.machine;
    abortIfOver(m);
    int location = m.locations.of(base, key, index);
    int t = w.baton.current();
    int effects = m.sites.effects(site);
    m.announce(t, location, effects, site);
    w.baton.turn(t);
    if (m.clocks != null) {
      m.clocks.access(w.id, location, effects, site, base);
    }
  }

  private static void plain(Worker w, Object base, int key, int index, int site) {
    Machine m = w.machine;
    if (m.plainAccessesAreSteps(w.baton.current())) {
      step(w, base, key, index, site);
    } else {
      abortIfOver(m);
      int location = m.locations.of(base, key, index);
      if (m.clocks != null) {
        m.clocks.access(w.id, location, m.sites.effects(site), site, base);
      }
      if (m.recorder != null) {
        m.recorder.plain(w.baton.current(), site, location);
      }
    }
  }

  private static void abortIfOver(Machine m) {
    if (m.aborting) {
      throw Abort.INSTANCE;
    }
  }

  /** After a conditional access. */
  public static void compared(boolean success) {
    Worker w = explored();
    if (w == null) {
      return;
    }
    Machine m = w.machine;
    if (!success) {
      m.comparisonFailed();
    } else if (m.clocks != null) {
      int d = m.steps.depth - 1;
      int location = m.steps.location[d];
      m.clocks.succeeded(
          w.id, location, m.steps.effects[d], m.steps.site[d], m.locations.base(location));
    }
  }

  /** After {@code compareAndExchange}. */
  public static void exchanged(Object witness, Object expected) {
    compared(witness == expected);
  }

  /** After {@code compareAndExchange}. */
  public static void exchanged(int witness, int expected) {
    compared(witness == expected);
  }

  /** After {@code compareAndExchange}. */
  public static void exchanged(long witness, long expected) {
    compared(witness == expected);
  }

  /** After an access, in recording classes only: result, written or expected value, new value. */
  public static void values(Object result, Object first, Object second) {
    Worker w = explored();
    if (w != null && w.machine.recorder != null) {
      w.machine.recorder.values(result, first, second);
    }
  }

  /** After a handle is made. */
  public static void made(VarHandle handle, Class<?> lookedUpIn, String name) {
    if (lookedUpIn.getClassLoader()
        instanceof org.cqskernel.explorer.instrument.InstrumentingLoader loader) {
      loader.fields().register(handle, lookedUpIn, name);
    }
  }

  /** At the begin of a static initialiser, whose accesses are no steps: it runs only once. */
  public static void enterQuiet() {
    if (Thread.currentThread() instanceof Worker w) {
      w.machine.quiet++;
    }
  }

  /** At the end of a static initialiser. */
  public static void exitQuiet() {
    if (Thread.currentThread() instanceof Worker w) {
      w.machine.quiet--;
    }
  }

  /** At the end of a constructor, for what a final field refers to. */
  public static void freeze(Object o) {
    Worker w = explored();
    if (w != null && o != null && w.machine.clocks != null) {
      w.machine.clocks.freeze(w.id, o);
    }
  }

  // ---- Models of JDK methods.

  public static void park(int site) {
    Worker w = explored();
    if (w == null) {
      java.util.concurrent.locks.LockSupport.park();
    } else {
      wait(w, -1, site);
    }
  }

  public static void park(Object blocker, int site) {
    park(site);
  }

  public static void parkNanos(long nanos, int site) {
    Worker w = explored();
    if (w == null) {
      java.util.concurrent.locks.LockSupport.parkNanos(nanos);
    } else if (nanos > 0) {
      wait(w, nanos, site);
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
  private static void wait(Worker w, long nanos, int site) {
    Machine m = w.machine;
    permitStep(w, w.id, site);
    ThreadModel threads = m.threads;
    String how;
    if (threads.permit[w.id]) {
      threads.permit[w.id] = false;
      how = "permit";
    } else if (threads.interrupted[w.id]) {
      how = "interrupted";
    } else if (nanos >= 0) {
      threads.elapsedNanos[w.id] += nanos;
      how = "timeout";
    } else {
      threads.spuriousLeft[w.id]--;
      how = "spurious";
    }
    result(m, how);
  }

  private static void permitStep(Worker w, int target, int site) {
    Machine m = w.machine;
    abortIfOver(m);
    int t = w.baton.current();
    m.announce(t, m.locations.of(null, Machine.PERMIT, target), m.sites.effects(site), site);
    w.baton.turn(t);
  }

  private static void result(Machine m, String text) {
    if (m.recorder != null) {
      m.recorder.result(text);
    }
  }

  public static void unpark(Thread thread, int site) {
    Worker w = explored();
    if (w == null || !(thread instanceof Worker target) || target.machine != w.machine) {
      java.util.concurrent.locks.LockSupport.unpark(thread);
      return;
    }
    permitStep(w, target.id, site);
    if (!w.machine.threads.canUnpark(target.id)) {
      w.machine.gavePermit();
    }
    w.machine.threads.permit[target.id] = true;
  }

  public static void interrupt(Thread thread, int site) {
    Worker w = explored();
    if (w == null || !(thread instanceof Worker target) || target.machine != w.machine) {
      thread.interrupt();
      return;
    }
    permitStep(w, target.id, site);
    if (!w.machine.threads.canUnpark(target.id)) {
      w.machine.gavePermit();
    }
    w.machine.threads.interrupted[target.id] = true;
  }

  public static boolean isInterrupted(Thread thread, int site) {
    Worker w = explored();
    if (w == null || !(thread instanceof Worker target) || target.machine != w.machine) {
      return thread.isInterrupted();
    }
    permitStep(w, target.id, site);
    boolean interrupted = w.machine.threads.interrupted[target.id];
    result(w.machine, String.valueOf(interrupted));
    return interrupted;
  }

  public static boolean interrupted(int site) {
    Worker w = explored();
    if (w == null) {
      return Thread.interrupted();
    }
    permitStep(w, w.id, site);
    boolean interrupted = w.machine.threads.interrupted[w.id];
    w.machine.threads.interrupted[w.id] = false;
    result(w.machine, String.valueOf(interrupted));
    return interrupted;
  }

  public static void pause(int site) {
    Worker w = explored();
    if (w == null) {
      Thread.onSpinWait();
    } else {
      abortIfOver(w.machine);
      int t = w.baton.current();
      if (w.machine.spins(t, site)) {
        w.baton.turn(t);
      }
    }
  }

  public static void sleep(long millis, int site) throws InterruptedException {
    Worker w = explored();
    if (w == null) {
      Thread.sleep(millis);
      return;
    }
    w.machine.threads.elapsedNanos[w.id] += millis * 1_000_000;
    pause(site);
  }

  public static long nanoTime(int site) {
    return Thread.currentThread() instanceof Worker w
        ? w.machine.threads.elapsedNanos[w.id]
        : System.nanoTime();
  }

  public static long currentTimeMillis(int site) {
    return Thread.currentThread() instanceof Worker w
        ? w.machine.threads.elapsedNanos[w.id] / 1_000_000
        : System.currentTimeMillis();
  }

  public static Object threadLocalGet(ThreadLocal<?> local, int site) {
    Worker w = explored();
    return w == null ? local.get() : w.machine.threads.get(w.id, local);
  }

  public static void threadLocalSet(ThreadLocal<Object> local, Object value, int site) {
    Worker w = explored();
    if (w == null) {
      local.set(value);
    } else {
      w.machine.threads.set(w.id, local, value);
    }
  }

  public static void threadLocalRemove(ThreadLocal<?> local, int site) {
    Worker w = explored();
    if (w == null) {
      local.remove();
    } else {
      w.machine.threads.remove(w.id, local);
    }
  }
}
