// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Compares two pieces of work within one run, in turns, by processor time. The number of operations
 * is fixed, not the time: a machine that is busy elsewhere gets the same warm-up.
 */
final class Guard {
  private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  // With fewer, what runs once for 256 callbacks is not compiled to the end in some JVMs.
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 24;
  private static final int ATTEMPTS = 3;

  private Guard() {}

  /**
   * Fails if the work takes more than {@code most} times as long as the reference, three times
   * over: one disturbance is no regression.
   *
   * @param operations of each per round, enough for a millisecond or more
   */
  static void assertRatio(
      String what, double most, int operations, Runnable work, Runnable reference) {
    double least = Double.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && least > most; attempt++) {
      least = Math.min(least, ratio(operations, work, reference));
    }
    System.out.printf("guard: %-66s x %5.2f (at most %.2f)%n", what, least, most);
    double ratio = least;
    assertTrue(ratio <= most, () -> what + ": " + ratio + " times, more than " + most);
  }

  /** Of the least that each has taken in a round, because whatever disturbs only adds. */
  static double ratio(int operations, Runnable work, Runnable reference) {
    long leastWork = Long.MAX_VALUE;
    long leastReference = Long.MAX_VALUE;
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      long ofWork = time(operations, work);
      long ofReference = time(operations, reference);
      if (round >= WARM_UP) {
        leastWork = Math.min(leastWork, ofWork);
        leastReference = Math.min(leastReference, ofReference);
      }
    }
    return (double) leastWork / leastReference;
  }

  private static long time(int operations, Runnable work) {
    long start = BEAN.getCurrentThreadCpuTime();
    for (int i = 0; i < operations; i++) {
      work.run();
    }
    return BEAN.getCurrentThreadCpuTime() - start;
  }

  /** Fails if an operation allocates more; exact, whatever else the machine does. */
  static void assertBytes(String what, double most, int operations, Runnable work) {
    double bytes = bytes(operations, work);
    System.out.printf("guard: %-66s %7.1f B (at most %.1f)%n", what, bytes, most);
    assertTrue(bytes <= most + 0.05, () -> what + ": " + bytes + " B, more than " + most);
  }

  /** The least of some rounds: the counter includes the loading of classes in the first. */
  static double bytes(int operations, Runnable work) {
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = BEAN.getThreadAllocatedBytes(id);
      for (int i = 0; i < operations; i++) {
        work.run();
      }
      least = Math.min(least, BEAN.getThreadAllocatedBytes(id) - before);
    }
    return (double) least / operations;
  }
}
