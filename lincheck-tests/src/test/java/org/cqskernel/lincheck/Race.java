// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;

/**
 * The threads of one directed scenario: started together, joined, their failures passed on.
 *
 * <p>Lincheck follows every access of every schedule, those here too: therefore arrays in place of
 * lists, and messages that are made when they are needed.
 */
public final class Race {
  private Race() {}

  /** What a thread of a race does. */
  public interface Party {
    /** Does it. */
    void run() throws Exception;
  }

  /** Runs a scenario in so many schedules, each of them chosen by Lincheck. */
  public static void explore(int schedules, Runnable scenario) {
    KeptAgent.install();
    Lincheck.runConcurrentTest(schedules, scenario);
  }

  /** Runs the parties at once, and returns when all have ended. */
  public static void run(Party... parties) {
    Thread[] threads = new Thread[parties.length];
    Throwable[] thrown = new Throwable[parties.length];
    for (int i = 0; i < parties.length; i++) {
      threads[i] = thread(parties[i], thrown, i);
    }
    runAll(threads, thrown);
  }

  /**
   * Runs two parties at once while a third one interrupts the first, which may end by an {@link
   * InterruptedException}.
   */
  public static void interrupted(Party victim, Party other) {
    Throwable[] thrown = new Throwable[3];
    Party lenient =
        () -> {
          try {
            victim.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    Thread first = thread(lenient, thrown, 0);
    // The interrupter is started first: Lincheck samples more of its places then.
    Thread[] threads = {thread(first::interrupt, thrown, 1), first, thread(other, thrown, 2)};
    runAll(threads, thrown);
  }

  private static Thread thread(Party party, Throwable[] thrown, int index) {
    return new Thread(
        () -> {
          try {
            party.run();
          } catch (Throwable t) {
            thrown[index] = t;
          }
        });
  }

  private static void runAll(Thread[] threads, Throwable[] thrown) {
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    for (Throwable t : thrown) {
      if (t != null) {
        throw new IllegalStateException("a party failed: " + t, t);
      }
    }
  }

  /** Fails the schedule unless the claim holds. */
  public static void check(boolean claim, String otherwise) {
    if (!claim) {
      throw new IllegalStateException(otherwise);
    }
  }

  /** The same with a message that is made when it is needed: drawing a structure costs a lot. */
  public static void check(boolean claim, Supplier<String> otherwise) {
    if (!claim) {
      throw new IllegalStateException(otherwise.get());
    }
  }
}
