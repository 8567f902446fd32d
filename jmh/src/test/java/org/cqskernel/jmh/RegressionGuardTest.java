// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import static org.cqskernel.jmh.Guard.assertBytes;
import static org.cqskernel.jmh.Guard.assertRatio;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.ToIntFunction;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No slower than it was, against the floor or a peer in the same run; the bounds are about twice
 * what was measured when they were set, and no goals. The atomics of each operation are counted
 * exactly by {@code CostTest} in the module spec, the goals in bytes by {@code SpaceTest} in the
 * kernel.
 */
@DisplayName("Regression guard")
class RegressionGuardTest {
  private static volatile int sink;

  @Nested
  @DisplayName("promise")
  class OfPromise {

    @ParameterizedTest(name = "{0} callbacks")
    @CsvSource({"1, 2, 1.6", "16, 5, 1.9", "256, 5, 1.9"})
    @DisplayName("callbacks, against the floor and CompletableFuture")
    void callbacks(int waiters, double timesFloor, double timesPeer) {
      int rounds = 40_000 / waiters;
      PromiseBenchmark b = promises(waiters);
      assertRatio(
          "promise, " + waiters + " callbacks / floor",
          timesFloor,
          rounds,
          of(b, PromiseBenchmark::callbacks),
          of(b, PromiseBenchmark::floor));
      assertRatio(
          "promise, " + waiters + " callbacks / CompletableFuture",
          timesPeer,
          rounds,
          of(b, PromiseBenchmark::callbacks),
          of(b, PromiseBenchmark::completableFuture));
    }

    @Test
    @DisplayName("the bounded stack costs little")
    void boundedStack() {
      PromiseBenchmark b = promises(256);
      assertRatio(
          "promise, own waiters / leaf waiters",
          1.6,
          150,
          of(b, PromiseBenchmark::ownWaiters),
          of(b, PromiseBenchmark::leafWaiters));
    }

    @ParameterizedTest(name = "{0} callbacks")
    @CsvSource({"1, 40", "16, 672", "256, 7744", "4096, 122432"})
    @DisplayName("bytes of a whole round")
    void bytes(int waiters, double most) {
      PromiseBenchmark b = promises(waiters);
      assertBytes(
          "promise, " + waiters + " callbacks",
          most,
          4_096 / waiters * 4,
          of(b, PromiseBenchmark::callbacks));
    }

    @Test
    @DisplayName("a level of a deep chain costs as much as a promise by itself")
    void deepChain() {
      int levels = 20_000;
      assertRatio(
          "promise, in a chain of " + levels + " / by itself",
          4,
          1,
          () -> chain(levels),
          () -> single(levels));
    }
  }

  @Nested
  @DisplayName("cancel")
  class Cancel {
    private final CancelBenchmark b = new CancelBenchmark();

    @ParameterizedTest(name = "{0} others")
    @CsvSource({"0, 1.5", "1000, 1"})
    @DisplayName("a promise's callback, against Kotlin")
    void promise(int live, double most) {
      CancelBenchmark.OfPromise ours = new CancelBenchmark.OfPromise();
      CancelBenchmark.OfKotlin kotlin = new CancelBenchmark.OfKotlin();
      ours.live = live;
      ours.populate();
      kotlin.live = live;
      kotlin.populate();
      assertRatio(
          "cancel, promise / Kotlin, " + live + " others wait",
          most,
          40_000,
          () -> b.promise(ours),
          () -> b.kotlin(kotlin));
      assertBytes(
          "cancel, promise, " + live + " others wait",
          live == 0 ? 24 : 29.8,
          32_000,
          () -> b.promise(ours));
    }

    @Test
    @DisplayName("with 100,000 others waiting it costs what it costs with 1,000")
    void flat() {
      CancelBenchmark.OfPromise few = new CancelBenchmark.OfPromise();
      CancelBenchmark.OfPromise many = new CancelBenchmark.OfPromise();
      few.live = 1_000;
      few.populate();
      many.live = 100_000;
      many.populate();
      assertRatio(
          "cancel, promise, 100,000 / 1,000 others wait",
          2.5,
          40_000,
          () -> b.promise(many),
          () -> b.promise(few));
      CancelBenchmark.OfSemaphore none = new CancelBenchmark.OfSemaphore();
      CancelBenchmark.OfSemaphore some = new CancelBenchmark.OfSemaphore();
      none.live = 1_000;
      none.populate();
      some.live = 100_000;
      some.populate();
      assertRatio(
          "cancel, semaphore, 100,000 / 1,000 others wait",
          2.5,
          40_000,
          () -> b.semaphore(some),
          () -> b.semaphore(none));
    }
  }

  @Nested
  @DisplayName("broadcast")
  class OfBroadcast {

    @ParameterizedTest(name = "{0} callbacks")
    @CsvSource({"1, 5, 32", "256, 5, 7680"})
    @DisplayName("callbacks that register again, against the floor")
    void again(int waiters, double timesFloor, double bytes) {
      BroadcastBenchmark b = new BroadcastBenchmark();
      b.waiters = waiters;
      b.register();
      int rounds = 40_000 / waiters;
      assertRatio(
          "broadcast, " + waiters + " callbacks / floor",
          timesFloor,
          rounds,
          of(b, BroadcastBenchmark::broadcast),
          of(b, BroadcastBenchmark::floor));
      assertBytes(
          "broadcast, " + waiters + " callbacks",
          bytes,
          32 * 1_024 / waiters,
          of(b, BroadcastBenchmark::broadcast));
    }

    @Test
    @DisplayName("to nobody, against Phaser.arrive")
    void empty() {
      EmptyBroadcastBenchmark b = new EmptyBroadcastBenchmark();
      assertRatio("empty broadcast / Phaser.arrive", 1.5, 100_000, b::used, b::phaser);
      assertRatio("empty unused broadcast / Phaser.arrive", 1.5, 100_000, b::unused, b::phaser);
      assertBytes("empty broadcast", 0, 10_000, b::used);
    }
  }

  @Test
  @DisplayName("semaphore and mutex, against the JDK's fair ones")
  void semaphores() {
    SemaphoreBenchmark b = new SemaphoreBenchmark();
    assertRatio("semaphore / JDK's, fair", 1.6, 100_000, b::synchronous, b::jdkFair);
    assertRatio("asynchronous semaphore / JDK's, fair", 1.6, 100_000, b::asynchronous, b::jdkFair);
    assertRatio("mutex / fair ReentrantLock", 1.6, 100_000, b::mutex, b::jdkFairLock);
    assertBytes("semaphore", 0, 10_000, b::synchronous);
  }

  @Nested
  @DisplayName("the guard sees")
  class SeesFaults {

    @Test
    @DisplayName("a promise that takes four times as long")
    void slow() {
      PromiseBenchmark b = promises(16);
      Runnable slow =
          () -> {
            for (int i = 0; i < 4; i++) {
              sink = b.callbacks();
            }
          };
      assertThrows(
          AssertionError.class,
          () ->
              assertRatio(
                  "a slow promise, 16 callbacks / CompletableFuture",
                  2.5,
                  2_500,
                  slow,
                  of(b, PromiseBenchmark::completableFuture)));
    }

    @Test
    @DisplayName("a cancellation that looks through those who wait")
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
                  2.5,
                  500,
                  () -> b.netty(many),
                  () -> b.netty(few)));
    }

    @Test
    @DisplayName("eight bytes more")
    void allocating() {
      PromiseBenchmark b = promises(1);
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

    private volatile Object kept;
  }

  private static PromiseBenchmark promises(int waiters) {
    PromiseBenchmark benchmark = new PromiseBenchmark();
    benchmark.waiters = waiters;
    return benchmark;
  }

  private static <B> Runnable of(B benchmark, ToIntFunction<B> method) {
    return () -> sink = method.applyAsInt(benchmark);
  }

  private static void chain(int levels) {
    Resolver<Integer> first = Promise.create();
    Resolver<Integer> last = first;
    for (int i = 0; i < levels; i++) {
      Resolver<Integer> next = Promise.create();
      last.promise().onResolve((value, cause) -> next.resolve(value));
      last = next;
    }
    first.resolve(1);
    assertTrue(last.promise().isResolved(), "the chain breaks");
  }

  private static void single(int promises) {
    for (int i = 0; i < promises; i++) {
      Resolver<Integer> resolver = Promise.create();
      resolver.promise().onResolve((value, cause) -> sink = value);
      resolver.resolve(1);
    }
  }
}
