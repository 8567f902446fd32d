// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.List;
import picocli.CommandLine.Command;

/**
 * Threads that wait for the same thing are all woken. Run it with {@code java -cp
 * jmh/target/benchmarks.jar org.cqskernel.jmh.WakeDemo}.
 */
@Command(
    name = "WakeDemo",
    description = {
      "Threads that wait for the same thing are all woken; ns per thread",
      "until the last has left: elapsed, and processor time"
    })
public final class WakeDemo extends CrowdDemo {
  private static final List<String> SUBJECTS =
      List.of(
          "floor",
          "floorMutex",
          "promise",
          "conditionNoMutex",
          "condition",
          "conditionUnderMutex",
          "semaphore",
          "phaser",
          "jdkCondition",
          "jdkFairCondition",
          "completableFuture",
          "futureTask",
          "guava",
          "netty",
          "reactor",
          "countDownLatch",
          "jdkSemaphore");

  private WakeDemo() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    new WakeDemo().run(args);
  }

  @Override
  void measure() throws InterruptedException {
    warmUp(SUBJECTS, Crowd.hasVirtualThreads());
    for (int waiters : quick ? new int[] {256} : new int[] {1, 16, 256}) {
      measure(SUBJECTS, false, waiters);
    }
    if (Crowd.hasVirtualThreads()) {
      for (int waiters : quick ? new int[] {256, 4_096} : new int[] {16, 256, 4_096, 40_000}) {
        measure(SUBJECTS, true, waiters);
      }
    }
  }

  @Override
  void end(Meeting meeting, List<Thread> waiting) {
    meeting.wakeAll(waiting);
  }

  @Override
  boolean expectsInterrupt() {
    return false;
  }
}
