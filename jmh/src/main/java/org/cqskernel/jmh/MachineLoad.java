// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy the machine is with other work, since this was made. */
final class MachineLoad {
  /** The name of the load average in results. */
  static final String AVERAGE = "load.average";

  /** The name of the number of processors that others use. */
  static final String OTHERS = "load.others";

  private static final Path STAT = Path.of("/proc/stat");
  private static final long TICK = 10_000_000;
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int LAST = 7;

  private final long start = System.nanoTime();
  private final long busy = busy();
  private final long own = ownTime();

  /** The system's load average of the last minute; negative if it is not known. */
  static double average() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Whether enough time has passed for a clock that counts hundredths of a second. */
  boolean isLong() {
    return System.nanoTime() - start > 20 * TICK;
  }

  /** How many processors other processes, and other guests of the host, have used; or NaN. */
  double others() {
    long now = busy();
    if (busy < 0 || now < 0) {
      return Double.NaN;
    }
    double time = System.nanoTime() - start;
    return Math.max(0, now - busy - (ownTime() - own)) / time;
  }

  private static long ownTime() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Processor time of all that runs, and what the host took, in nanoseconds. */
  private static long busy() {
    try {
      String[] fields = Files.readString(STAT).lines().findFirst().orElseThrow().split(" +");
      long ticks = 0;
      for (int i = 0; i <= LAST; i++) {
        ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields[i + 1]);
      }
      return ticks * TICK;
    } catch (IOException | RuntimeException e) {
      return -1; // Not known on this system.
    }
  }
}
