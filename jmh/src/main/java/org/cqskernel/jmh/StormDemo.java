// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.List;
import picocli.CommandLine.Command;

/**
 * Up to 40,000 parked virtual threads, all interrupted. Run it with {@code java -cp
 * jmh/target/benchmarks.jar org.cqskernel.jmh.StormDemo}.
 */
@Command(
    name = "StormDemo",
    description = {
      "All of many parked virtual threads are interrupted; ns per thread",
      "until the last has left: elapsed, and processor time"
    })
public final class StormDemo extends CrowdDemo {
  private static final List<String> SUBJECTS =
      List.of(
          "floor",
          "floorMutex",
          "promise",
          "conditionNoMutex",
          "condition",
          "semaphore",
          "phaser",
          "countDownLatch",
          "jdkCondition",
          "jdkFairCondition",
          "completableFuture",
          "futureTask",
          "guava",
          "netty",
          "reactor",
          "jdkSemaphore");

  private StormDemo() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    new StormDemo().run(args);
  }

  @Override
  void measure() throws InterruptedException {
    if (!Crowd.hasVirtualThreads()) {
      System.out.println("This JDK has no virtual threads: nothing to measure.");
      return;
    }
    warmUp(SUBJECTS, true);
    for (int waiters : quick ? new int[] {2_500, 10_000} : new int[] {625, 2_500, 10_000}) {
      for (String subject : SUBJECTS) {
        measure(subject, true, waiters);
      }
    }
    // Last, because with some of the peers it takes a minute.
    for (String subject : SUBJECTS) {
      boolean slow = SUBJECTS.indexOf(subject) > SUBJECTS.indexOf("phaser");
      if (!(quick && slow)) {
        measure(subject, true, 40_000);
      }
    }
  }

  @Override
  void end(Meeting meeting, List<Thread> waiting) {
    for (Thread thread : waiting) {
      thread.interrupt();
    }
  }

  @Override
  boolean expectsInterrupt() {
    return true;
  }
}
