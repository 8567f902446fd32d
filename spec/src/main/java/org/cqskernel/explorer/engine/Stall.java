// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.lang.management.ManagementFactory;

/** Notices that executions do not move, and ends the exploration with what the thread does. */
final class Stall {
  private static final long NANOS = 10_000_000_000L;

  private final String scenario;
  private final Runner runner;
  private long lastMark = -1;
  private long lastMove;
  private long cpuThen;

  Stall(String scenario, Runner runner) {
    this.scenario = scenario;
    this.runner = runner;
  }

  /**
   * Looks, from outside.
   *
   * @param mark a number that changes when executions move
   * @throws IllegalStateException when it has not changed for long, and not for want of a processor
   */
  void look(long mark, long now) {
    if (mark != lastMark) {
      lastMark = mark;
      lastMove = now;
      cpuThen = cpuTime(runner.holder());
    } else if (now - lastMove > NANOS && isStuck(runner.holder())) {
      throw stalled(runner.holder());
    }
  }

  private static long cpuTime(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
  }

  /** Whether a thread really blocks or goes round, in contrast to one that gets no processor. */
  private boolean isStuck(Thread thread) {
    return switch (thread.getState()) {
      case RUNNABLE -> cpuTime(thread) - cpuThen > NANOS;
      case TERMINATED, NEW -> false;
      default -> true;
    };
  }

  private IllegalStateException stalled(Thread holder) {
    IllegalStateException e =
        new IllegalStateException(
            scenario
                + ": a thread blocks or runs without end outside instrumented code; "
                + "what waits there is not modelled");
    e.setStackTrace(holder.getStackTrace());
    return e;
  }
}
