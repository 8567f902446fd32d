// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import static org.cqskernel.jmh.report.Family.single;
import static org.cqskernel.jmh.report.Line.ours;
import static org.cqskernel.jmh.report.Line.peer;

import java.util.List;

/** Families of bytes. */
final class SpaceFamilies {
  /** Bytes of the object. */
  static final String ITSELF = "itself";

  private static final String SIZE = "SizeReport.idle";
  private static final String KEPT = "RetainedDemo.retained";

  static final Family IDLE =
      new Family(
          "idle",
          "Idle objects: the object itself, and all that was allocated for it",
          "",
          List.of(ITSELF, "in.all"),
          List.of(
              ours("Promise", SIZE).of("promise"),
              peer("CompletableFuture", SIZE).of("CompletableFuture"),
              peer("Guava SettableFuture", SIZE).of("Guava SettableFuture"),
              peer("Kotlin CompletableDeferred", SIZE).of("Kotlin CompletableDeferred"),
              peer("Netty DefaultPromise", SIZE).of("Netty DefaultPromise"),
              peer("Reactor Sinks.one", SIZE).of("Reactor Sinks.one"),
              ours("Broadcast", SIZE).of("broadcast"),
              ours("Condition", SIZE).of("condition"),
              peer("Phaser", SIZE).of("java.util.concurrent.Phaser"),
              ours("Semaphore", SIZE).of("semaphore"),
              peer("JDK Semaphore", SIZE).of("java.util.concurrent.Semaphore"),
              peer("Kotlin Semaphore", SIZE).of("Kotlin Semaphore"),
              ours("Mutex", SIZE).of("mutex"),
              peer("ReentrantLock", SIZE).of("ReentrantLock"),
              peer("Kotlin Mutex", SIZE).of("Kotlin Mutex")),
          single(),
          false);

  static final Family RETAINED =
      new Family(
          "retained",
          "Kept in the heap per wait that was given up, on an object that stays pending",
          "",
          List.of(Figures.BYTES),
          List.of(
              ours("Promise, callback", KEPT).of("Promise, callback"),
              ours("Promise, time-out", KEPT).of("Promise, time-out"),
              ours("Promise, as a future", KEPT).of("Promise, as a future"),
              ours("Broadcast, callback", KEPT).of("Broadcast, callback"),
              ours("Condition, time-out", KEPT).of("Condition, time-out"),
              ours("Semaphore, callback", KEPT).of("Semaphore, callback"),
              ours("Promise, worst case, per survivor", KEPT)
                  .of("Promise, one of 32 stays; per one that stays"),
              peer("CompletableFuture, thenAccept.cancel", KEPT)
                  .of("CompletableFuture, thenAccept.cancel"),
              peer("CompletableFuture, copy.orTimeout", KEPT)
                  .of("CompletableFuture, copy.orTimeout"),
              peer("CompletableFuture, get with time-out", KEPT)
                  .of("CompletableFuture, get with time-out"),
              peer("Guava nonCancellationPropagating", KEPT).of("Guava nonCancellationPropagating"),
              peer("Phaser, below one who waits", KEPT).of("Phaser, below one who waits"),
              peer("Kotlin CompletableDeferred", KEPT).of("Kotlin CompletableDeferred"),
              peer("Netty DefaultPromise", KEPT).of("Netty DefaultPromise"),
              peer("Reactor Sinks.one", KEPT).of("Reactor Sinks.one")),
          single(),
          false);

  private SpaceFamilies() {}
}
