// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import static org.cqskernel.jmh.Guard.assertBytes;
import static org.cqskernel.jmh.Guard.assertRatio;
import static org.cqskernel.jmh.GuardCases.of;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cqskernel.jmh.GuardCases.Case;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No slower than it was, against the floor or a peer in the same run. The bounds are no goals. The
 * atomics of each operation are counted exactly by {@code CostTest} in the module spec, the goals
 * in bytes by {@code SpaceTest} in the kernel.
 */
@DisplayName("Regression guard")
class RegressionGuardTest {
  private static volatile int sink;
  private volatile Object kept;

  static List<Case> cases() {
    return GuardCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("at most so many times the reference:")
  void ratio(Case guarded) {
    assertRatio(
        guarded.name(), guarded.most(), guarded.operations(), guarded.work(), guarded.reference());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("the guard sees what has become twice as slow:")
  void twiceAsSlow(Case guarded) {
    Runnable twice =
        () -> {
          guarded.work().run();
          guarded.work().run();
        };
    double most = 0;
    for (int attempt = 0; attempt < 3 && most <= guarded.most(); attempt++) {
      most = Guard.ratio(guarded.operations(), twice, guarded.reference());
    }
    double ratio = most;
    assertTrue(ratio > guarded.most(), () -> guarded.name() + ", twice: " + ratio);
  }

  @Test
  @DisplayName("a hand-over through a condition, against a fair lock's, and twice of it")
  void handOver() {
    double ratio = 0;
    double twice = 0;
    for (int attempt = 0; attempt < 3; attempt++) {
      long ours = HandOver.leastTime("condition");
      long theirs = HandOver.leastTime("jdkFairCondition");
      ratio = (double) ours / theirs;
      twice = 2 * ratio;
      if (ratio <= HandOver.MOST && twice > HandOver.MOST) {
        break;
      }
    }
    System.out.printf("guard: hand-over through a condition x %.2f%n", ratio);
    assertTrue(ratio <= HandOver.MOST, "hand-over: " + ratio);
    assertTrue(twice > HandOver.MOST, "the bound is too loose: " + ratio);
  }

  @Test
  @DisplayName("the nodes of a floor are really made")
  void nodes() {
    double bytes = Guard.bytes(1_000, GuardCases.withNodes(256, () -> {}));
    assertTrue(bytes >= 256 * 24, () -> "256 nodes take " + bytes + " B");
  }

  @ParameterizedTest(name = "{0} callbacks")
  @CsvSource({"1, 40", "16, 672", "256, 7744", "4096, 122432"})
  @DisplayName("bytes of a whole promise")
  void promiseBytes(int waiters, double most) {
    PromiseBenchmark b = GuardCases.promise(waiters);
    assertBytes(
        "promise, " + waiters + " callbacks",
        most,
        4_096 / waiters * 4,
        of(b, PromiseBenchmark::callbacks));
  }

  @Test
  @DisplayName("bytes of cancelling, broadcasting and acquiring")
  void otherBytes() {
    CancelBenchmark cancel = new CancelBenchmark();
    for (int live : new int[] {0, 1_000}) {
      CancelBenchmark.OfPromise promise = new CancelBenchmark.OfPromise();
      promise.live = live;
      promise.populate();
      assertBytes(
          "cancel, promise, " + live + " others wait",
          live == 0 ? 24 : 29.8,
          32_000,
          () -> cancel.promise(promise));
    }
    for (int waiters : new int[] {1, 256}) {
      BroadcastBenchmark b = new BroadcastBenchmark();
      b.waiters = waiters;
      b.register();
      assertBytes(
          "broadcast, " + waiters + " callbacks",
          waiters == 1 ? 32 : 7_680,
          32 * 1_024 / waiters,
          of(b, BroadcastBenchmark::broadcast));
    }
    EmptyBroadcastBenchmark empty = new EmptyBroadcastBenchmark();
    assertBytes("empty broadcast", 0, 10_000, empty::used);
    SemaphoreBenchmark semaphore = new SemaphoreBenchmark();
    assertBytes("semaphore", 0, 10_000, semaphore::synchronous);
  }

  @Test
  @DisplayName("the guard sees a cancellation that looks through those who wait")
  void scanning() {
    CancelBenchmark b = new CancelBenchmark();
    CancelBenchmark.OfNetty few = new CancelBenchmark.OfNetty();
    CancelBenchmark.OfNetty many = new CancelBenchmark.OfNetty();
    few.live = 100;
    few.populate();
    many.live = 5_000;
    many.populate();
    assertThrows(
        AssertionError.class,
        () ->
            assertRatio(
                "Netty's removal, 5,000 / 100 others wait",
                1.6,
                500,
                () -> b.netty(many),
                () -> b.netty(few)));
  }

  @Test
  @DisplayName("the guard sees eight bytes more")
  void allocating() {
    PromiseBenchmark b = GuardCases.promise(1);
    assertThrows(
        AssertionError.class,
        () ->
            assertBytes(
                "a promise with one field more",
                40,
                16_384,
                () -> {
                  sink = b.callbacks();
                  if ((sink & 1) == 0) {
                    kept = new Object();
                  }
                }));
  }
}
