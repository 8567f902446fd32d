// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.List;
import java.util.stream.Stream;
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
  private static final List<String> FAST =
      List.of(
          "floor",
          "floorMutex",
          "promise",
          "conditionNoMutex",
          "condition",
          "semaphore",
          "phaser",
          "jdkCondition",
          "jdkFairCondition",
          "reactor");

  /** Whose cost per thread grows with the number of threads. */
  private static final List<String> SLOW =
      List.of(
          "countDownLatch", "completableFuture", "futureTask", "guava", "netty", "jdkSemaphore");

  private static final List<String> SUBJECTS = concat(FAST, SLOW);

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
      measure(SUBJECTS, true, waiters);
    }
    // Last, because some of the peers take a minute.
    measure(FAST, true, 40_000);
    if (!quick) {
      measure(SLOW, true, 40_000);
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

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
