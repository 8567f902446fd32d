// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import static org.cqskernel.jmh.report.Family.named;
import static org.cqskernel.jmh.report.Family.over;
import static org.cqskernel.jmh.report.Figures.BYTES;
import static org.cqskernel.jmh.report.Figures.ELAPSED;
import static org.cqskernel.jmh.report.Figures.PROCESSOR;
import static org.cqskernel.jmh.report.Line.floor;
import static org.cqskernel.jmh.report.Line.ours;
import static org.cqskernel.jmh.report.Line.peer;

import java.util.List;

/** Families of threads that wait. */
final class ThreadFamilies {
  private static final String STORMED = "StormDemo.waiting";

  static final Family STORM =
      new Family(
          "storm",
          "Parked virtual threads, all interrupted at once; per thread",
          "waiting threads",
          List.of(PROCESSOR, ELAPSED),
          List.of(
              floor(STORMED).of("floor"),
              ours("Promise", STORMED).of("promise"),
              ours("Condition", STORMED).of("conditionNoMutex"),
              ours("Condition with Mutex", STORMED).of("condition"),
              ours("Semaphore", STORMED).of("semaphore"),
              peer("Phaser", STORMED).of("phaser"),
              peer("Lock.newCondition", STORMED).of("jdkCondition"),
              peer("CompletableFuture.get", STORMED).of("completableFuture"),
              peer("FutureTask.get", STORMED).of("futureTask"),
              peer("Guava", STORMED).of("guava"),
              peer("JDK Semaphore, fair", STORMED).of("jdkSemaphore")),
          over("waiters", 625, 2_500, 10_000, 40_000),
          false);

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

  private static List<Line> woken(String threads) {
    return List.of(
        floor(WOKEN).of("floor" + threads),
        ours("Promise", WOKEN).of("promise" + threads),
        ours("Condition", WOKEN).of("conditionNoMutex" + threads),
        ours("Condition with Mutex", WOKEN).of("condition" + threads),
        ours("Semaphore", WOKEN).of("semaphore" + threads),
        peer("CompletableFuture", WOKEN).of("completableFuture" + threads),
        peer("FutureTask", WOKEN).of("futureTask" + threads),
        peer("Guava", WOKEN).of("guava" + threads),
        peer("Netty", WOKEN).of("netty" + threads),
        peer("Reactor", WOKEN).of("reactor" + threads),
        peer("CountDownLatch", WOKEN).of("countDownLatch" + threads),
        peer("Phaser", WOKEN).of("phaser" + threads),
        peer("Lock.newCondition", WOKEN).of("jdkCondition" + threads),
        peer("JDK Semaphore, fair", WOKEN).of("jdkSemaphore" + threads));
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
              ours("Promise", GAME).of("promise"),
              ours("Semaphore", GAME).of("semaphore"),
              ours("Condition with Mutex", GAME).of("condition"),
              peer("CompletableFuture", GAME).of("completableFuture"),
              peer("Guava", GAME).of("guava"),
              peer("FutureTask", GAME).of("futureTask"),
              peer("JDK Semaphore, fair", GAME).of("jdkSemaphore"),
              peer("Lock.newCondition", GAME).of("jdkCondition"),
              peer("Exchanger", GAME).of("exchanger"),
              peer("SynchronousQueue", GAME).of("synchronousQueue")),
          named("threads", "platform", "virtual"),
          false);

  private ThreadFamilies() {}
}
