// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import picocli.CommandLine.Command;

/**
 * Up to 10,000,000 callbacks on one promise. Run it with {@code java -Xms3g -Xmx3g -cp
 * jmh/target/benchmarks.jar org.cqskernel.jmh.ManyWaitersDemo}.
 */
@Command(
    name = "ManyWaitersDemo",
    description = {
      "Many callbacks on one promise, registered and resolved; per callback:",
      "elapsed, processor time, and bytes allocated"
    })
public final class ManyWaitersDemo extends Demo {
  private static final Executor DIRECT = Runnable::run;
  private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int AT_LEAST = 3_000_000;
  private static final int ROUNDS = 5;

  private int calls;
  private final Runnable runnable = () -> calls++;
  private final BiConsumer<Integer, Throwable> biConsumer = (value, cause) -> calls++;
  private final Function1<Throwable, Unit> handler =
      cause -> {
        calls++;
        return Unit.INSTANCE;
      };

  private ManyWaitersDemo() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    new ManyWaitersDemo().run(args);
  }

  @Override
  void measure() {
    Map<String, IntConsumer> subjects = new LinkedHashMap<>();
    subjects.put("floor", this::floor);
    subjects.put("promise", this::promise);
    subjects.put("completableFuture", this::completableFuture);
    subjects.put("guava", this::guava);
    subjects.put("kotlin", this::kotlin);
    subjects.forEach((name, work) -> run(work, 100, 20_000)); // For the compiler.
    for (int waiters = 1_000; waiters <= (quick ? 1_000_000 : 10_000_000); waiters *= 10) {
      for (Map.Entry<String, IntConsumer> subject : subjects.entrySet()) {
        measure(subject.getKey(), subject.getValue(), waiters);
      }
    }
  }

  private void measure(String name, IntConsumer work, int waiters) {
    double[] elapsed = new double[ROUNDS];
    double[] processor = new double[ROUNDS];
    double[] bytes = new double[ROUNDS];
    int repeat = Math.max(1, AT_LEAST / waiters);
    for (int round = 0; round < ROUNDS; round++) {
      System.gc();
      long allocated = BEAN.getThreadAllocatedBytes(Thread.currentThread().getId());
      long time = ProcessorTime.ofThisThread();
      long start = System.nanoTime();
      run(work, waiters, repeat);
      double operations = (double) waiters * repeat;
      elapsed[round] = (System.nanoTime() - start) / operations;
      processor[round] = (ProcessorTime.ofThisThread() - time) / operations;
      bytes[round] =
          (BEAN.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated) / operations;
    }
    results.add(
        "waiters",
        Map.of("subject", name, "waiters", "" + waiters),
        new Results.Metric("elapsed", "ns/op", elapsed),
        new Results.Metric(CpuTimeProfiler.LABEL, "ns/op", processor),
        new Results.Metric("bytes", "B/op", bytes));
  }

  private static void run(IntConsumer work, int waiters, int repeat) {
    for (int i = 0; i < repeat; i++) {
      work.accept(waiters);
    }
  }

  private void floor(int waiters) {
    FloorQueue floor = new FloorQueue();
    for (int i = 0; i < waiters; i++) {
      floor.register(runnable);
    }
    floor.resumeAll();
  }

  private void promise(int waiters) {
    Resolver<Integer> resolver = Promise.create();
    for (int i = 0; i < waiters; i++) {
      resolver.promise().onResolve(biConsumer);
    }
    resolver.resolve(1);
  }

  private void completableFuture(int waiters) {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    for (int i = 0; i < waiters; i++) {
      future.thenRun(runnable);
    }
    future.complete(1);
  }

  private void guava(int waiters) {
    SettableFuture<Integer> future = SettableFuture.create();
    for (int i = 0; i < waiters; i++) {
      future.addListener(runnable, DIRECT);
    }
    future.set(1);
  }

  private void kotlin(int waiters) {
    CompletableDeferred<Integer> deferred = CompletableDeferredKt.CompletableDeferred(null);
    for (int i = 0; i < waiters; i++) {
      deferred.invokeOnCompletion(handler);
    }
    deferred.complete(1);
  }
}
