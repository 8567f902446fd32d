// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;

/**
 * What is guarded: work, a reference that is measured beside it, and the most times that it may
 * take. The bounds are between once and twice what was measured when they were set, so that what
 * has become twice as slow exceeds them.
 *
 * <p>Where locked instructions are cheap, allocations are a larger part of the work. Therefore a
 * floor that allocates nothing is given the same allocations where the ratio would else say more
 * about the machine than about the code.
 */
final class GuardCases {
  private static volatile int sink;

  /** One of them; so many operations of each per round take some milliseconds. */
  record Case(String name, double most, int operations, Runnable work, Runnable reference) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Brief {
    void run() throws Exception;
  }

  private GuardCases() {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    promises(all);
    cancellation(all);
    permits(all);
    timedWaits(all);
    return all;
  }

  private static void promises(List<Case> all) {
    // 16 callbacks take 1.13 times as long as CompletableFuture's where locked instructions are
    // cheap.
    double[][] bounds = {{1, 1.4, 1.1}, {16, 2.6, 1.25}, {256, 2.4, 1}, {4_096, 2.2, 1}};
    for (double[] bound : bounds) {
      int waiters = (int) bound[0];
      PromiseBenchmark b = promise(waiters);
      int operations = 40_000 / waiters;
      Runnable work = of(b, PromiseBenchmark::callbacks);
      String name = "promise, " + waiters + " callbacks / ";
      all.add(new Case(name + "floor", bound[1], operations, work, of(b, PromiseBenchmark::floor)));
      all.add(
          new Case(
              name + "CompletableFuture",
              bound[2],
              operations,
              work,
              of(b, PromiseBenchmark::completableFuture)));
    }
    PromiseBenchmark b = promise(256);
    all.add(
        new Case(
            "promise, own waiters / leaf waiters",
            1.5,
            150,
            of(b, PromiseBenchmark::ownWaiters),
            of(b, PromiseBenchmark::leafWaiters)));
    // Chains that fit into a processor's own cache: the ratio is about the code, not about memory.
    int chains = 20;
    int levels = 1_000;
    all.add(
        new Case(
            "promise, in a chain / by itself",
            1.3,
            1,
            () -> chains(chains, levels),
            () -> one(chains * levels)));
  }

  private static void cancellation(List<Case> all) {
    CancelBenchmark b = new CancelBenchmark();
    CancelBenchmark.OfPromise[] ours = new CancelBenchmark.OfPromise[3];
    CancelBenchmark.OfSemaphore[] permits = new CancelBenchmark.OfSemaphore[3];
    CancelBenchmark.OfKotlin[] kotlin = new CancelBenchmark.OfKotlin[3];
    int[] lives = {0, 1_000, 100_000};
    for (int i = 0; i < lives.length; i++) {
      ours[i] = new CancelBenchmark.OfPromise();
      ours[i].live = lives[i];
      ours[i].populate();
      permits[i] = new CancelBenchmark.OfSemaphore();
      permits[i].live = lives[i];
      permits[i].populate();
      kotlin[i] = new CancelBenchmark.OfKotlin();
      kotlin[i].live = lives[i];
      kotlin[i].populate();
    }
    int n = 40_000;
    all.add(
        new Case(
            "cancel, promise, alone / Kotlin",
            0.9,
            n,
            () -> b.promise(ours[0]),
            () -> b.kotlin(kotlin[0])));
    all.add(
        new Case(
            "cancel, promise, 1,000 wait / Kotlin",
            0.7,
            n,
            () -> b.promise(ours[1]),
            () -> b.kotlin(kotlin[1])));
    all.add(
        new Case(
            "cancel, promise, 100,000 / 1,000 wait",
            1.6,
            n,
            () -> b.promise(ours[2]),
            () -> b.promise(ours[1])));
    all.add(
        new Case(
            "cancel, semaphore, 100,000 / 1,000 wait",
            1.6,
            n,
            () -> b.semaphore(permits[2]),
            () -> b.semaphore(permits[1])));
  }

  private static void permits(List<Case> all) {
    SemaphoreBenchmark b = new SemaphoreBenchmark();
    int n = 100_000;
    all.add(new Case("semaphore / JDK's, fair", 1.5, n, b::synchronous, b::jdkFair));
    all.add(new Case("asynchronous semaphore / JDK's, fair", 1.5, n, b::asynchronous, b::jdkFair));
    all.add(new Case("mutex / fair ReentrantLock", 1.4, n, b::mutex, b::jdkFairLock));
    ContendedBenchmark c = new ContendedBenchmark();
    ContendedBenchmark.Caller caller = new ContendedBenchmark.Caller();
    all.add(
        new Case(
            "Cqs, suspend and resume / floor, with a node",
            2,
            n,
            () -> c.suspendResume(caller),
            withNodes(1, () -> c.suspendResumeFloor(caller))));
    EmptyBroadcastBenchmark e = new EmptyBroadcastBenchmark();
    all.add(new Case("empty broadcast / Phaser.arrive", 0.8, n, e::used, e::phaser));
    BroadcastBenchmark one = again(1);
    all.add(
        new Case(
            "broadcast, 1 callbacks / floor",
            2.2,
            n,
            of(one, BroadcastBenchmark::broadcast),
            of(one, BroadcastBenchmark::floor)));
    int waiters = 256;
    BroadcastBenchmark many = again(waiters);
    all.add(
        new Case(
            "broadcast, 256 callbacks / floor, with nodes",
            2.2,
            n / waiters,
            of(many, BroadcastBenchmark::broadcast),
            withNodes(waiters, of(many, BroadcastBenchmark::floor))));
  }

  private static BroadcastBenchmark again(int waiters) {
    BroadcastBenchmark benchmark = new BroadcastBenchmark();
    benchmark.waiters = waiters;
    benchmark.register();
    return benchmark;
  }

  private static void timedWaits(List<Case> all) {
    String[][] pairs = {
      {"promise", "completableFuture", "1.6"},
      {"semaphore", "jdkSemaphore", "1.5"},
      {"condition", "jdkFairCondition", "1.35"}
    };
    for (String[] pair : pairs) {
      Meeting ours = Meetings.create(pair[0], 1);
      Meeting theirs = Meetings.create(pair[1], 1);
      all.add(
          new Case(
              "1 ns wait, " + pair[0] + " / " + pair[1],
              Double.parseDouble(pair[2]),
              4_000,
              quiet(ours::awaitBriefly),
              quiet(theirs::awaitBriefly)));
    }
  }

  private static Runnable quiet(Brief wait) {
    return () -> {
      try {
        wait.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    };
  }

  static PromiseBenchmark promise(int waiters) {
    PromiseBenchmark benchmark = new PromiseBenchmark();
    benchmark.waiters = waiters;
    return benchmark;
  }

  static <B> Runnable of(B benchmark, ToIntFunction<B> method) {
    return () -> sink = method.applyAsInt(benchmark);
  }

  /** And as many objects of a waiter's size, kept apart so that each is really made. */
  static Runnable withNodes(int nodes, Runnable reference) {
    Object[] kept = new Object[nodes];
    return () -> {
      reference.run();
      for (int i = 0; i < nodes; i++) {
        kept[i] = new Object[2];
      }
    };
  }

  private static void chains(int chains, int levels) {
    for (int i = 0; i < chains; i++) {
      chain(levels);
    }
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
    if (!last.promise().isResolved()) {
      throw new AssertionError("the chain breaks");
    }
  }

  private static void one(int promises) {
    for (int i = 0; i < promises; i++) {
      Resolver<Integer> resolver = Promise.create();
      resolver.promise().onResolve((value, cause) -> sink = value);
      resolver.resolve(1);
    }
  }
}
