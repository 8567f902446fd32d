// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.lang.invoke.VarHandle;
import org.cqskernel.explorer.instrument.Fields;
import org.cqskernel.explorer.instrument.InstrumentingLoader;

/**
 * What instrumented code calls. Not for use by hand.
 *
 * <p>On a thread that belongs to no scenario, in set-up, in checks and in static initialisers the
 * hooks do nothing.
 */
public final class Hooks {
  private Hooks() {}

  /** The machine when the current access is to be explored, else null. */
  static Machine explored() {
    return Thread.currentThread() instanceof EngineThread e
            && e.machine.controlled
            && e.machine.quiet == 0
        ? e.machine
        : null;
  }

  /** Before an access through a handle. */
  public static void handle(VarHandle handle, Object base, int index, int site) {
    Machine m = explored();
    if (m == null) {
      return;
    }
    if (index >= 0) {
      step(m, base, Fields.ARRAY, index, site);
      return;
    }
    int key = m.keyOf(handle, site);
    step(m, key == Fields.UNKNOWN && base == null ? handle : base, key, 0, site);
  }

  /** Before an access to an object that is a variable itself. */
  public static void itself(Object variable, int site) {
    Machine m = explored();
    if (m != null && variable != null) {
      step(m, variable, Fields.ITSELF, 0, site);
    }
  }

  /** Before an access to an element of an atomic array. */
  public static void element(Object array, int index, int site) {
    Machine m = explored();
    if (m != null && array != null) {
      step(m, array, Fields.ARRAY, index, site);
    }
  }

  /** Before an access through a field updater. */
  public static void updater(Object updater, Object base, int site) {
    Machine m = explored();
    if (m != null && updater != null) {
      int key = m.keyOf(updater, site);
      if (key == Fields.UNKNOWN) {
        m.unseen.addSite(site);
      }
      step(m, base, key, 0, site);
    }
  }

  /** The number of steps so far, before a function is applied. */
  public static int depth() {
    Machine m = explored();
    return m == null ? -1 : m.steps.depth;
  }

  /** After a function was applied as part of the access at {@code site}. */
  public static void applied(int depthBefore, int site) {
    Machine m = explored();
    if (m != null && m.steps.depth != depthBefore) {
      m.unseen.addSite(site);
    }
  }

  /** Before a call whose accesses are not seen. */
  public static void unseen(int call) {
    Machine m = explored();
    if (m != null) {
      m.unseen.addCall(call);
    }
  }

  /** Before a call whose accesses are not seen if {@code receiver} is shared between threads. */
  public static void unseenIn(Object receiver, int call) {
    Machine m = explored();
    if (m != null && receiver != null && Unseen.ofClass(receiver.getClass())) {
      m.unseen.addCall(call, receiver.getClass());
    }
  }

  /** Before an access to a volatile field. */
  public static void field(Object base, int site) {
    Machine m = explored();
    if (m != null) {
      step(m, base, m.sites.key(site), 0, site);
    }
  }

  /** Before an access to a plain field. */
  public static void plainField(Object base, int site) {
    Machine m = explored();
    if (m != null) {
      plain(m, base, m.sites.key(site), 0, site);
    }
  }

  /** Before an access to an array element. */
  public static void plainElement(Object array, int index, int site) {
    Machine m = explored();
    if (m != null && array != null) {
      plain(m, array, Fields.ARRAY, index, site);
    }
  }

  private static void step(Machine m, Object base, int key, int index, int site) {
    abortIfOver(m);
    int location = m.locations.of(base, key, index);
    int t = m.current;
    int effects = m.sites.effects(site);
    m.announce(t, location, effects, site);
    m.runner.turn(t);
    if (m.clocks != null) {
      m.clocks.access(m.worker(), location, effects, site, base);
    }
  }

  private static void plain(Machine m, Object base, int key, int index, int site) {
    if (m.plainAccessesAreSteps(m.current)) {
      step(m, base, key, index, site);
    } else {
      abortIfOver(m);
      m.sawPlain = true;
      int location = m.locations.of(base, key, index);
      if (m.clocks != null) {
        m.clocks.access(m.worker(), location, m.sites.effects(site), site, base);
      }
      if (m.recorder != null) {
        m.recorder.plain(m.current, site, location);
      }
    }
  }

  static void abortIfOver(Machine m) {
    if (m.aborting) {
      throw Abort.INSTANCE;
    }
  }

  /** After a conditional access. */
  public static void compared(boolean success) {
    Machine m = explored();
    if (m == null) {
      return;
    }
    if (!success) {
      m.comparisonFailed();
    } else if (m.clocks != null) {
      int d = m.steps.depth - 1;
      int location = m.steps.location[d];
      m.clocks.succeeded(
          m.worker(), location, m.steps.effects[d], m.steps.site[d], m.locations.base(location));
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
    Machine m = explored();
    if (m != null && m.recorder != null) {
      m.recorder.values(result, first, second);
    }
  }

  /** After a handle or updater is made. */
  public static void made(Object handle, Class<?> lookedUpIn, String name) {
    if (lookedUpIn.getClassLoader() instanceof InstrumentingLoader loader) {
      loader.fields().register(handle, lookedUpIn, name);
    }
  }

  /** At the begin of a static initialiser, whose accesses are no steps: it runs only once. */
  public static void enterQuiet() {
    if (Thread.currentThread() instanceof EngineThread e) {
      e.machine.quiet++;
    }
  }

  /** At the end of a static initialiser. */
  public static void exitQuiet() {
    if (Thread.currentThread() instanceof EngineThread e) {
      e.machine.quiet--;
    }
  }

  /** At the end of a constructor, for what a final field refers to. */
  public static void freeze(Object o) {
    Machine m = explored();
    if (m != null && o != null && m.clocks != null) {
      m.clocks.freeze(m.worker(), o);
    }
  }
}
