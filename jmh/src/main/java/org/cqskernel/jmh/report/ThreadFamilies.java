// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import static org.cqskernel.jmh.report.Family.named;
import static org.cqskernel.jmh.report.Family.over;
import static org.cqskernel.jmh.report.Figures.BYTES;
import static org.cqskernel.jmh.report.Figures.ELAPSED;
import static org.cqskernel.jmh.report.Figures.PROCESSOR;
import static org.cqskernel.jmh.report.Line.floor;
import static org.cqskernel.jmh.report.Line.other;
import static org.cqskernel.jmh.report.Line.ours;
import static org.cqskernel.jmh.report.Line.peer;

import java.util.List;

/** Families of threads that wait. */
final class ThreadFamilies {
  private static final String WITH_LOCK = "floor with a fair lock";
  private static final String UNFAIR = "lets a newcomer overtake who waits";
  private static final String RENDEZVOUS = "who puts waits too, and may spin instead of parking";
  private static final String[] ONE_SHOT = {
    "CompletableFuture", "FutureTask", "Guava", "Netty", "Reactor", "CountDownLatch"
  };
  private static final String STORMED = "StormDemo.waiting";

  static final Family STORM =
      new Family(
          "storm",
          "Parked virtual threads, all interrupted at once; per thread",
          "waiting threads",
          List.of(PROCESSOR, ELAPSED),
          List.of(
              floor(STORMED).of("floor"),
              floor(WITH_LOCK, STORMED).of("floorMutex"),
              ours("Promise", STORMED).of("promise"),
              ours("Condition", STORMED).of("conditionNoMutex"),
              ours("Condition with Mutex", STORMED).of("condition").above(WITH_LOCK),
              ours("Semaphore", STORMED).of("semaphore"),
              peer("Phaser", STORMED).of("phaser"),
              peer("CountDownLatch", STORMED).of("countDownLatch"),
              peer("Lock.newCondition, fair", STORMED).of("jdkFairCondition"),
              peer("CompletableFuture.get", STORMED).of("completableFuture"),
              peer("FutureTask.get", STORMED).of("futureTask"),
              peer("Guava.get", STORMED).of("guava"),
              peer("Netty.get", STORMED).of("netty"),
              peer("Reactor block", STORMED).of("reactor"),
              peer("JDK Semaphore, fair", STORMED).of("jdkSemaphore"),
              other("Lock.newCondition, unfair", STORMED, UNFAIR).of("jdkCondition")),
          over("waiters", 625, 2_500, 10_000, 40_000),
          false);

  /** The plot for the front page: the most telling lines. */
  static final Family STORM_PLOT =
      STORM.only(
          "storm",
          "Parked virtual threads, all interrupted at once",
          "floor",
          WITH_LOCK,
          "Promise",
          "Semaphore",
          "Condition with Mutex",
          "Phaser",
          "Lock.newCondition, fair",
          "CompletableFuture.get",
          "FutureTask.get",
          "JDK Semaphore, fair");

  private static final String WOKEN = "WakeDemo.waiting";

  static final Family WAKE =
      new Family(
          "wake",
          "Virtual threads that wait are all woken; per thread",
          "waiting threads",
          List.of(PROCESSOR, ELAPSED),
          woken(""),
          over("waiters", 16, 256, 4_096, 40_000),
          false);

  static final Family WAKE_PLATFORM =
      new Family(
          "wake-platform",
          "Platform threads that wait are all woken; per thread, with their waiting",
          "waiting threads",
          List.of(PROCESSOR, ELAPSED),
          woken(" platform"),
          over("waiters", 1, 16, 256),
          false);

  static final Family WAKE_PLOT =
      WAKE.only(
          "wake",
          "Virtual threads that wait are all woken",
          "floor",
          "Promise",
          "Condition with Mutex",
          "Semaphore",
          "CompletableFuture",
          "CountDownLatch",
          "Phaser",
          "Lock.newCondition, fair",
          "JDK Semaphore, fair");

  private static List<Line> woken(String threads) {
    return List.of(
        floor(WOKEN).of("floor" + threads),
        floor(WITH_LOCK, WOKEN).of("floorMutex" + threads),
        ours("Promise", WOKEN).of("promise" + threads).against(ONE_SHOT),
        ours("Condition", WOKEN).of("conditionNoMutex" + threads).against("Phaser"),
        ours("Condition with Mutex", WOKEN)
            .of("condition" + threads)
            .against("Lock.newCondition, fair")
            .above(WITH_LOCK),
        ours("Condition, broadcast under Mutex", WOKEN)
            .of("conditionUnderMutex" + threads)
            .against("Lock.newCondition, fair")
            .above(WITH_LOCK),
        ours("Semaphore", WOKEN).of("semaphore" + threads).against("JDK Semaphore, fair"),
        peer("CompletableFuture", WOKEN).of("completableFuture" + threads),
        peer("FutureTask", WOKEN).of("futureTask" + threads),
        peer("Guava", WOKEN).of("guava" + threads),
        peer("Netty", WOKEN).of("netty" + threads),
        peer("Reactor", WOKEN).of("reactor" + threads),
        peer("CountDownLatch", WOKEN).of("countDownLatch" + threads),
        peer("Phaser", WOKEN).of("phaser" + threads),
        peer("Lock.newCondition, fair", WOKEN).of("jdkFairCondition" + threads),
        peer("JDK Semaphore, fair", WOKEN).of("jdkSemaphore" + threads),
        other("Lock.newCondition, unfair", WOKEN, UNFAIR).of("jdkCondition" + threads));
  }

  private static final String GAME = "PingPongBenchmark.roundTrip";

  static final Family PING_PONG =
      new Family(
          "ping-pong",
          "A value handed to another thread and back",
          "threads",
          List.of(PROCESSOR, ELAPSED, BYTES),
          List.of(
              floor(GAME).of("floor"),
              ours("Promise", GAME)
                  .of("promise")
                  .against("CompletableFuture", "Guava", "FutureTask"),
              ours("Semaphore", GAME).of("semaphore").against("JDK Semaphore, fair"),
              ours("Condition with Mutex", GAME).of("condition").against("Lock.newCondition, fair"),
              ours("Condition, broadcast after Mutex", GAME)
                  .of("conditionAfter")
                  .against("Lock.newCondition, fair"),
              peer("CompletableFuture", GAME).of("completableFuture"),
              peer("Guava", GAME).of("guava"),
              peer("FutureTask", GAME).of("futureTask"),
              peer("JDK Semaphore, fair", GAME).of("jdkSemaphore"),
              peer("Lock.newCondition, fair", GAME).of("jdkFairCondition"),
              other("Lock.newCondition, unfair", GAME, UNFAIR).of("jdkCondition"),
              other("Exchanger", GAME, RENDEZVOUS).of("exchanger"),
              other("SynchronousQueue", GAME, RENDEZVOUS).of("synchronousQueue")),
          named("threads", "platform", "virtual"),
          false);

  private ThreadFamilies() {}
}
