// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Two threads hand a value to and fro; each waits, parked, for the other. An operation is there and
 * back.
 */
@State(Scope.Thread)
public class PingPongBenchmark extends Measured {
  private static final int ROUNDS = 500;

  /** Through what. */
  @Param({
    "floor",
    "promise",
    "semaphore",
    "condition",
    "conditionAfter",
    "completableFuture",
    "guava",
    "futureTask",
    "jdkSemaphore",
    "jdkCondition",
    "jdkFairCondition",
    "exchanger",
    "synchronousQueue"
  })
  public String subject;

  /** Which threads. */
  @Param({"platform", "virtual"})
  public String threads;

  private Executor executor;

  @Setup
  public void setUp() {
    boolean virtual = threads.equals("virtual");
    if (virtual && !Crowd.hasVirtualThreads()) {
      throw new IllegalArgumentException("this JDK has no virtual threads");
    }
    executor = Crowd.executor(virtual);
  }

  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void roundTrip() throws InterruptedException {
    PingPong game = PingPongs.create(subject, ROUNDS);
    CountDownLatch ended = new CountDownLatch(2);
    executor.execute(() -> play(game, 0, ended));
    executor.execute(() -> play(game, 1, ended));
    ended.await();
  }

  private static void play(PingPong game, int side, CountDownLatch ended) {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        game.play(side, round);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    ended.countDown();
  }
}
