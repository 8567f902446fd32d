// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import static org.cqskernel.jmh.report.Family.overThreads;
import static org.cqskernel.jmh.report.Figures.BYTES;
import static org.cqskernel.jmh.report.Figures.ELAPSED;
import static org.cqskernel.jmh.report.Figures.PROCESSOR;
import static org.cqskernel.jmh.report.Line.floor;
import static org.cqskernel.jmh.report.Line.other;
import static org.cqskernel.jmh.report.Line.ours;
import static org.cqskernel.jmh.report.Line.peer;

import java.util.List;

/** Families of several threads that use the same object at the same time. */
final class ContendedFamilies {
  private static final List<String> METRICS = List.of(PROCESSOR, ELAPSED, BYTES);
  private static final String UNFAIR = "lets a newcomer overtake who waits";

  static final Family SEMAPHORE =
      new Family(
          "semaphore",
          "One permit or lock, acquired and released",
          "threads",
          METRICS,
          List.of(
              floor("floor, for one thread", "SemaphoreBenchmark.floor"),
              ours("Semaphore, synchronous", "SemaphoreBenchmark.synchronous"),
              ours("Semaphore, asynchronous", "SemaphoreBenchmark.asynchronous"),
              ours("Mutex", "SemaphoreBenchmark.mutex"),
              peer("JDK Semaphore, fair", "SemaphoreBenchmark.jdkFair"),
              peer("ReentrantLock, fair", "SemaphoreBenchmark.jdkFairLock"),
              peer("Kotlin Semaphore", "SemaphoreBenchmark.kotlin"),
              peer("Kotlin Mutex", "SemaphoreBenchmark.kotlinMutex"),
              other("JDK Semaphore, unfair", "SemaphoreBenchmark.jdkUnfair", UNFAIR),
              other("ReentrantLock, unfair", "SemaphoreBenchmark.jdkUnfairLock", UNFAIR)),
          overThreads(1, 2, 4),
          false);

  static final Family CONTENDED =
      new Family(
          "contended",
          "Each thread suspends a callback and resumes the next",
          "threads",
          METRICS,
          List.of(
              floor("ContendedBenchmark.suspendResumeFloor"),
              ours("Cqs", "ContendedBenchmark.suspendResume"),
              peer("Kotlin Semaphore", "ContendedBenchmark.suspendResumeKotlinSemaphore"),
              peer("Kotlin Channel", "ContendedBenchmark.suspendResumeKotlinChannel"),
              other(
                  "LinkedTransferQueue",
                  "ContendedBenchmark.suspendResumeTransfer",
                  "looks through the queue to take an entry back"),
              other(
                  "ConcurrentLinkedQueue",
                  "ContendedBenchmark.suspendResumeLinked",
                  "looks through the queue to take an entry back"),
              other(
                  "JCTools MpmcUnboundedXadd",
                  "ContendedBenchmark.suspendResumeJctools",
                  "cannot take an entry back")),
          overThreads(2, 4),
          false);

  static final Family CONTENDED_ALL =
      new Family(
          "contended-all",
          "Each thread suspends a callback and resumes all",
          "threads",
          METRICS,
          List.of(
              floor("ContendedBenchmark.suspendResumeAllFloor"),
              ours("Broadcast", "ContendedBenchmark.suspendResumeAll"),
              peer("Kotlin, one per round", "ContendedBenchmark.suspendResumeAllKotlin"),
              other(
                  "ConcurrentLinkedQueue",
                  "ContendedBenchmark.suspendResumeAllLinked",
                  "looks through the queue to take an entry back")),
          overThreads(2, 4),
          false);

  static final Family CONTENDED_CANCEL =
      new Family(
          "contended-cancel",
          "Each thread registers a callback on one object and takes it back; one other waits",
          "threads",
          METRICS,
          List.of(
              floor("ContendedCancelBenchmark.floor"),
              ours("Promise", "ContendedCancelBenchmark.promise"),
              ours("Broadcast", "ContendedCancelBenchmark.broadcast"),
              peer("Kotlin", "ContendedCancelBenchmark.kotlin"),
              peer("Netty", "ContendedCancelBenchmark.netty")),
          overThreads(2, 4),
          false);

  private ContendedFamilies() {}
}
