// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import static org.cqskernel.jmh.report.ContendedFamilies.CONTENDED;
import static org.cqskernel.jmh.report.ContendedFamilies.CONTENDED_ALL;
import static org.cqskernel.jmh.report.ContendedFamilies.CONTENDED_CANCEL;
import static org.cqskernel.jmh.report.ContendedFamilies.SEMAPHORE;
import static org.cqskernel.jmh.report.Families.BROADCAST;
import static org.cqskernel.jmh.report.Families.CANCEL;
import static org.cqskernel.jmh.report.Families.CHAIN;
import static org.cqskernel.jmh.report.Families.EMPTY;
import static org.cqskernel.jmh.report.Families.MANY_WAITERS;
import static org.cqskernel.jmh.report.Families.PROMISE;
import static org.cqskernel.jmh.report.Families.TIMED_WAIT;
import static org.cqskernel.jmh.report.Figures.BYTES;
import static org.cqskernel.jmh.report.Figures.ELAPSED;
import static org.cqskernel.jmh.report.Figures.PROCESSOR;
import static org.cqskernel.jmh.report.Goal.atLeast;
import static org.cqskernel.jmh.report.Goal.atMost;
import static org.cqskernel.jmh.report.Goal.timesBestPeer;
import static org.cqskernel.jmh.report.Goal.timesFloor;
import static org.cqskernel.jmh.report.Goal.timesLine;
import static org.cqskernel.jmh.report.Goal.timesPoint;
import static org.cqskernel.jmh.report.SpaceFamilies.IDLE;
import static org.cqskernel.jmh.report.SpaceFamilies.ITSELF;
import static org.cqskernel.jmh.report.SpaceFamilies.RETAINED;
import static org.cqskernel.jmh.report.ThreadFamilies.PING_PONG;
import static org.cqskernel.jmh.report.ThreadFamilies.STORM;
import static org.cqskernel.jmh.report.ThreadFamilies.WAKE;
import static org.cqskernel.jmh.report.ThreadFamilies.WAKE_PLATFORM;

import java.util.ArrayList;
import java.util.List;

/** What the library is to reach. Times are processor time. */
final class Goals {
  /** At least as fast as. */
  private static final double LEVEL = 1;

  /** A caller-supplied waiter of one field, which the benchmark allocates. */
  private static final int OWN_WAITER = 24;

  /** A constant, divided by the number of waits in {@code RetainedDemo}. */
  private static final double AMORTISED = 0.5;

  /** A segment of 32 cells. */
  private static final int SEGMENT = 184;

  /** A callback's waiter, which is its handle. */
  private static final int WAITER = 24;

  static final List<Goal> ALL = all();

  private Goals() {}

  private static List<Goal> all() {
    List<Goal> goals = new ArrayList<>();
    promise(goals);
    cancellation(goals);
    threads(goals);
    others(goals);
    space(goals);
    return List.copyOf(goals);
  }

  private static void promise(List<Goal> goals) {
    String callbacks = "Promise, callbacks";
    goals.add(timesFloor(PROMISE, callbacks, "1", 1));
    goals.add(timesFloor(PROMISE, callbacks, "1", 1, Families.INLINE));
    goals.add(timesBestPeer(PROMISE, callbacks, "1", 1));
    goals.add(atMost(PROMISE, callbacks, "1", 48, BYTES, "B"));
    goals.add(timesFloor(PROMISE, callbacks, "16", 1.25));
    goals.add(atMost(PROMISE, callbacks, "16", 42, BYTES, "B"));
    goals.add(timesFloor(PROMISE, callbacks, "256", 1.15));
    goals.add(atMost(PROMISE, callbacks, "256", 31, BYTES, "B"));
    goals.add(
        atMost(PROMISE, "Promise, own waiters", "256", OWN_WAITER + 7, BYTES, "B with the waiter"));
    goals.add(timesFloor(PROMISE, callbacks, "4,096", 1.15));
    for (String waiters : List.of("1", "256")) {
      goals.add(timesLine(PROMISE, "Promise, own waiters", waiters, 1.05, "Promise, leaf waiters"));
    }
    goals.add(atLeast(CHAIN, "Promise", 1_000_000, "levels", "levels"));
    goals.add(atMost(CHAIN, "Promise", "", 30, PROCESSOR, "ns per level"));
    goals.add(timesPoint(MANY_WAITERS, "Promise", "10,000,000", 1.25, "100,000", PROCESSOR));
    goals.add(timesPoint(MANY_WAITERS, "Promise", "10,000,000", 1.01, "1,000", BYTES));
  }

  private static void cancellation(List<Goal> goals) {
    goals.add(timesLine(CANCEL, "Promise", "0", 0.95, "Kotlin"));
    goals.add(timesLine(CANCEL, "Promise", "1,000", 0.6, "Kotlin"));
    goals.add(timesPoint(CANCEL, "Promise", "100,000", 1.25, "1,000", PROCESSOR));
    goals.add(timesPoint(CANCEL, "Promise", "1,000,000", 1.25, "1,000", PROCESSOR));
    goals.add(timesPoint(CANCEL, "Broadcast", "1,000,000", 1.25, "1,000", PROCESSOR));
    goals.add(timesPoint(CANCEL, "Semaphore", "1,000,000", 1.25, "1,000", PROCESSOR));
    for (String line : List.of("Semaphore", "Promise", "Condition with Mutex")) {
      goals.add(timesPoint(TIMED_WAIT, line, "1,000", 1.25, "0", PROCESSOR));
      goals.add(timesPoint(TIMED_WAIT, line, "100,000", 1.25, "0", PROCESSOR));
    }
    // Alone, or while others wait: level with those that can be given up as well.
    for (String line : List.of("Semaphore", "Promise", "Condition with Mutex")) {
      goals.add(timesBestPeer(TIMED_WAIT, line, "0", LEVEL));
    }
    for (String line : List.of("Promise", "Condition", "Condition with Mutex", "Semaphore")) {
      goals.add(timesFloor(STORM, line, "40,000", 1.2));
    }
  }

  /** At least level with the best of those that do the same and are as fair. */
  private static void threads(List<Goal> goals) {
    List<String> lines =
        List.of(
            "Promise",
            "Condition",
            "Condition with Mutex",
            "Condition, broadcast under Mutex",
            "Semaphore");
    for (String line : lines) {
      for (String waiters : List.of("16", "256", "4,096", "40,000")) {
        goals.add(timesBestPeer(WAKE, line, waiters, LEVEL));
      }
    }
    for (String line : lines) {
      for (String waiters : List.of("1", "16", "256")) {
        goals.add(timesBestPeer(WAKE_PLATFORM, line, waiters, LEVEL));
      }
    }
    for (String threads : List.of("platform", "virtual")) {
      for (String line :
          List.of(
              "Promise", "Semaphore", "Condition with Mutex", "Condition, broadcast after Mutex")) {
        goals.add(timesBestPeer(PING_PONG, line, threads, LEVEL));
      }
    }
  }

  private static void others(List<Goal> goals) {
    for (String line : List.of("Semaphore, synchronous", "Semaphore, asynchronous", "Mutex")) {
      goals.add(timesBestPeer(SEMAPHORE, line, "1", LEVEL));
    }
    for (String threads : List.of("2", "4")) {
      for (String metric : List.of(PROCESSOR, ELAPSED)) {
        for (String line : List.of("Semaphore, synchronous", "Semaphore, asynchronous", "Mutex")) {
          goals.add(timesBestPeer(SEMAPHORE, line, threads, LEVEL, metric));
        }
        goals.add(timesBestPeer(CONTENDED, "Cqs", threads, LEVEL, metric));
        goals.add(timesBestPeer(CONTENDED_ALL, "Broadcast", threads, LEVEL, metric));
        goals.add(timesBestPeer(CONTENDED_CANCEL, "Promise", threads, LEVEL, metric));
      }
    }
    for (String waiters : List.of("1", "16", "256", "4,096")) {
      goals.add(timesBestPeer(BROADCAST, "Broadcast", waiters, LEVEL));
    }
    goals.add(atMost(BROADCAST, "Broadcast", "4,096", 32, BYTES, "B"));
    goals.add(timesBestPeer(EMPTY, "Broadcast, unused", "", LEVEL));
    goals.add(timesBestPeer(EMPTY, "Broadcast, used before", "", LEVEL));
  }

  private static void space(List<Goal> goals) {
    goals.add(atMost(IDLE, "Promise", "", 24, ITSELF, "B"));
    goals.add(atMost(IDLE, "Promise", "", 24, "in.all", "B in all"));
    for (String line :
        List.of(
            "Promise, callback",
            "Promise, time-out",
            "Promise, as a future",
            "Broadcast, callback",
            "Condition, time-out",
            "Semaphore, callback")) {
      goals.add(atMost(RETAINED, line, "", AMORTISED, BYTES, "B"));
    }
    goals.add(
        atMost(
            RETAINED,
            "Promise, worst case, per survivor",
            "",
            SEGMENT + WAITER,
            BYTES,
            "B, a segment and the waiter"));
  }
}
