// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A thread waits for one nanosecond, while {@code live} other threads wait on the same object:
 * virtual ones, or at most {@value Crowd#MOST_PLATFORM_THREADS} platform threads.
 */
@State(Scope.Thread)
public class TimedWaitBenchmark extends Measured {

  /** On what it waits. */
  @Param({
    "floor",
    "promise",
    "condition",
    "semaphore",
    "completableFuture",
    "futureTask",
    "guava",
    "netty",
    "reactor",
    "countDownLatch",
    "phaser",
    "jdkCondition",
    "jdkFairCondition",
    "jdkSemaphore"
  })
  public String subject;

  /** How many others wait. */
  @Param({"0", "1000", "10000", "100000"})
  public int live;

  private Meeting meeting;

  @Setup
  public void populate() {
    if (live >= Meetings.mostWaiters(subject)) {
      throw new IllegalArgumentException("so many threads cannot wait for a promise of Netty's");
    }
    meeting = Meetings.create(subject, live);
    boolean started =
        Crowd.start(
            live,
            () -> {
              try {
                meeting.await();
              } catch (Exception e) {
                throw new AssertionError("nobody ends this wait", e);
              }
            });
    if (!started) {
      throw new IllegalArgumentException("too many threads for a JDK without virtual ones");
    }
  }

  @Benchmark
  public void timedWait() throws Exception {
    meeting.awaitBriefly();
  }
}
