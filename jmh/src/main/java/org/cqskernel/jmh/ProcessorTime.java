// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Processor time of the threads that work: the harness's workers, those of a {@link Crowd}, and the
 * carriers of virtual threads. On a machine that is shared with others it is steadier than elapsed
 * time, because it stands still while another process has the core. Garbage collection and
 * compilation are not in it.
 */
final class ProcessorTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final List<String> WORKERS =
      List.of("main", "jmh-worker", Crowd.NAME, "ForkJoinPool-1-worker");

  private ProcessorTime() {}

  /** Of all such threads that live, in nanoseconds since they started. */
  static long ofWorkers() {
    long time = 0;
    for (long id : THREADS.getAllThreadIds()) {
      ThreadInfo info = THREADS.getThreadInfo(id);
      if (info != null && WORKERS.stream().anyMatch(info.getThreadName()::contains)) {
        time += Math.max(0, THREADS.getThreadCpuTime(id));
      }
    }
    return time;
  }

  /** Of this thread, which is not virtual. */
  static long ofThisThread() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
