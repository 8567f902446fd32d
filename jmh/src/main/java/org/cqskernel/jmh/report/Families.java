// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import static org.cqskernel.jmh.report.Family.over;
import static org.cqskernel.jmh.report.Family.single;
import static org.cqskernel.jmh.report.Figures.BYTES;
import static org.cqskernel.jmh.report.Figures.ELAPSED;
import static org.cqskernel.jmh.report.Figures.PROCESSOR;
import static org.cqskernel.jmh.report.Line.floor;
import static org.cqskernel.jmh.report.Line.other;
import static org.cqskernel.jmh.report.Line.ours;
import static org.cqskernel.jmh.report.Line.peer;

import java.util.List;

/** All families, in the order of the report. */
final class Families {
  static final String NO_CANCEL = "has no handle that takes a callback back";

  private static final List<String> TIME_AND_BYTES = List.of(PROCESSOR, BYTES);
  private static final List<String> TIMES = List.of(PROCESSOR, ELAPSED);

  /** A floor for one waiter only. */
  static final String INLINE = "floor for one, inline";

  static final Family PROMISE =
      new Family(
          "promise",
          "Promise: create, register N callbacks, resolve; per callback",
          "callbacks",
          TIME_AND_BYTES,
          List.of(
              floor("PromiseBenchmark.floor"),
              floor(INLINE, "InlineFloorBenchmark.floor"),
              ours("Promise, callbacks", "PromiseBenchmark.callbacks"),
              ours("Promise, own waiters", "PromiseBenchmark.ownWaiters"),
              ours("Promise, leaf waiters", "PromiseBenchmark.leafWaiters"),
              peer("Guava", "PromiseBenchmark.guava"),
              peer("CompletableFuture", "PromiseBenchmark.completableFuture"),
              peer("Kotlin", "PromiseBenchmark.kotlin"),
              peer("Netty", "PromiseBenchmark.netty"),
              peer("Reactor", "PromiseBenchmark.reactor")),
          over("waiters", 1, 16, 256, 4_096),
          true);

  static final Family CANCEL =
      new Family(
          "cancel",
          "A callback registered and cancelled while K others wait",
          "others waiting",
          TIME_AND_BYTES,
          List.of(
              floor("CancelBenchmark.floor"),
              ours("Promise", "CancelBenchmark.promise"),
              ours("Broadcast", "CancelBenchmark.broadcast"),
              ours("Semaphore", "CancelBenchmark.semaphore"),
              peer("Kotlin", "CancelBenchmark.kotlin"),
              peer("Netty", "CancelBenchmark.netty"),
              peer("Reactor", "CancelBenchmark.reactor")),
          over("live", 0, 1, 1_000, 10_000, 100_000, 1_000_000),
          false);

  private static final String TIMED = "TimedWaitBenchmark.timedWait";

  static final Family TIMED_WAIT =
      new Family(
          "timed-wait",
          "A thread waits for 1 ns while K others wait",
          "others waiting",
          TIME_AND_BYTES,
          List.of(
              floor(TIMED).of("floor"),
              ours("Promise", TIMED)
                  .of("promise")
                  .against(
                      "CompletableFuture.get",
                      "FutureTask.get",
                      "Guava.get",
                      "Netty.get",
                      "Reactor block"),
              ours("Condition with Mutex", TIMED)
                  .of("condition")
                  .against("Lock.newCondition, fair"),
              ours("Semaphore", TIMED).of("semaphore").against("JDK Semaphore, fair"),
              peer("CompletableFuture.get", TIMED).of("completableFuture"),
              peer("FutureTask.get", TIMED).of("futureTask"),
              peer("Guava.get", TIMED).of("guava"),
              peer("Netty.get", TIMED).of("netty"),
              peer("Reactor block", TIMED).of("reactor"),
              peer("CountDownLatch", TIMED).of("countDownLatch"),
              peer("Phaser", TIMED).of("phaser"),
              peer("Lock.newCondition, fair", TIMED).of("jdkFairCondition"),
              peer("JDK Semaphore, fair", TIMED).of("jdkSemaphore"),
              other("Lock.newCondition, unfair", TIMED, "lets a newcomer overtake who waits")
                  .of("jdkCondition")),
          over("live", 0, 1_000, 10_000, 100_000),
          false);

  /** The plot for the front page: the most telling lines of both. */
  static final Family GIVEN_UP =
      new Family(
          "one-cancelled-wait",
          "One wait given up while K others wait on the same object",
          "others waiting (K)",
          TIMES,
          List.of(
              ours("Promise: callback cancelled", "CancelBenchmark.promise"),
              ours("Semaphore: 1 ns time-out", TIMED).of("semaphore"),
              peer("Kotlin CompletableDeferred", "CancelBenchmark.kotlin"),
              peer("Netty DefaultPromise", "CancelBenchmark.netty"),
              peer("Reactor Sinks.one", "CancelBenchmark.reactor"),
              peer("FutureTask.get, 1 ns", TIMED).of("futureTask"),
              peer("Lock.newCondition, 1 ns", TIMED).of("jdkFairCondition"),
              peer("JDK Semaphore, 1 ns", TIMED).of("jdkSemaphore")),
          over("live", 1, 1_000, 10_000, 100_000, 1_000_000),
          false);

  static final Family BROADCAST =
      new Family(
          "broadcast",
          "A broadcast to N callbacks, which register again; per callback",
          "callbacks",
          TIME_AND_BYTES,
          List.of(
              floor("BroadcastBenchmark.floor"),
              ours("Broadcast", "BroadcastBenchmark.broadcast"),
              peer("Kotlin, one per round", "BroadcastBenchmark.kotlin"),
              other("Guava, one per round", "BroadcastBenchmark.guava", NO_CANCEL),
              other(
                  "CompletableFuture, one per round",
                  "BroadcastBenchmark.completableFuture",
                  NO_CANCEL),
              other("JCTools MpscUnbounded", "BroadcastBenchmark.jctools", NO_CANCEL)),
          over("waiters", 1, 16, 256, 4_096),
          true);

  static final Family EMPTY =
      new Family(
          "empty-broadcast",
          "A broadcast that nobody waits for",
          "",
          TIME_AND_BYTES,
          List.of(
              floor("EmptyBroadcastBenchmark.floor"),
              ours("Broadcast, unused", "EmptyBroadcastBenchmark.unused"),
              ours("Broadcast, used before", "EmptyBroadcastBenchmark.used"),
              peer("Phaser.arrive", "EmptyBroadcastBenchmark.phaser"),
              peer("signalAll under a lock", "EmptyBroadcastBenchmark.jdkCondition"),
              peer("notifyAll in a monitor", "EmptyBroadcastBenchmark.monitor")),
          single(),
          false);

  private static final String MANY = "ManyWaitersDemo.waiters";

  static final Family MANY_WAITERS =
      new Family(
          "many-waiters",
          "Up to 10,000,000 callbacks on one promise, registered and resolved; per callback",
          "callbacks",
          TIME_AND_BYTES,
          List.of(
              floor(MANY).of("floor"),
              ours("Promise", MANY).of("promise"),
              peer("CompletableFuture", MANY).of("completableFuture"),
              peer("Guava", MANY).of("guava"),
              peer("Kotlin", MANY).of("kotlin")),
          over("waiters", 1_000, 10_000, 100_000, 1_000_000, 10_000_000),
          false);

  private static final String CHAINED = "DeepChainDemo.chain";

  static final Family CHAIN =
      new Family(
          "chain",
          "1,000,000 promises, each resolved by the callback of the one before; per level",
          "",
          List.of(PROCESSOR, "levels"),
          List.of(
              ours("Promise", CHAINED).of("this library"),
              peer("CompletableFuture", CHAINED).of("CompletableFuture"),
              peer("Guava", CHAINED).of("Guava SettableFuture"),
              peer("Kotlin", CHAINED).of("Kotlin CompletableDeferred"),
              peer("Netty", CHAINED).of("Netty DefaultPromise")),
          single(),
          false);

  /** In the order of the report. */
  static final List<Family> ALL =
      List.of(
          PROMISE,
          MANY_WAITERS,
          BROADCAST,
          EMPTY,
          CANCEL,
          TIMED_WAIT,
          ThreadFamilies.STORM,
          ThreadFamilies.WAKE,
          ThreadFamilies.WAKE_PLATFORM,
          ThreadFamilies.PING_PONG,
          ContendedFamilies.SEMAPHORE,
          ContendedFamilies.CONTENDED,
          ContendedFamilies.CONTENDED_ALL,
          ContendedFamilies.CONTENDED_CANCEL,
          CHAIN,
          SpaceFamilies.IDLE,
          SpaceFamilies.RETAINED);

  /** Those that a plot shows better than a table. */
  static final List<Family> PLOTTED =
      List.of(
          GIVEN_UP,
          ThreadFamilies.STORM_PLOT,
          PROMISE.titled("A promise: created, N callbacks registered, resolved"),
          MANY_WAITERS.titled("Many callbacks on one promise, registered and resolved"),
          BROADCAST.titled("A broadcast to N callbacks, which register again"),
          ThreadFamilies.WAKE_PLOT);

  private Families() {}
}
