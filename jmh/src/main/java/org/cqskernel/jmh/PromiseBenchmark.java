// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.PromiseWaiter;
import org.cqskernel.sync.Resolver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Creates a promise, registers {@code waiters} callbacks, and resolves it. The callback object
 * itself is the user's and is made outside; a caller-supplied waiter is made here.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-Xbatch"})
public class PromiseBenchmark {
  private static final Executor DIRECT = Runnable::run;

  /** How many wait for one promise. */
  @Param({"1", "16", "256", "4096"})
  public int waiters;

  private int calls;
  private final Runnable runnable = () -> calls++;
  private final BiConsumer<Integer, Throwable> consumer = (value, cause) -> calls++;
  private final FutureListener<Integer> listener = future -> calls++;
  private final Function1<Throwable, Unit> handler =
      cause -> {
        calls++;
        return Unit.INSTANCE;
      };

  private static final class Counting extends PromiseWaiter<Integer> {
    private final PromiseBenchmark benchmark;

    Counting(PromiseBenchmark benchmark) {
      this.benchmark = benchmark;
    }

    @Override
    protected void onValue(Integer value) {
      benchmark.calls++;
    }

    @Override
    protected void onFailure(Throwable cause) {
      throw new AssertionError(cause);
    }
  }

  @Benchmark
  public int floor() {
    Floor floor = new Floor(waiters);
    for (int i = 0; i < waiters; i++) {
      floor.register(runnable);
    }
    floor.resumeAll();
    return calls;
  }

  @Benchmark
  public int callbacks() {
    Resolver<Integer> resolver = Promise.create();
    Promise<Integer> promise = resolver.promise();
    for (int i = 0; i < waiters; i++) {
      promise.onResolve(consumer);
    }
    resolver.tryResolve(1);
    return calls;
  }

  @Benchmark
  public int ownWaiters() {
    Resolver<Integer> resolver = Promise.create();
    Promise<Integer> promise = resolver.promise();
    for (int i = 0; i < waiters; i++) {
      promise.register(new Counting(this));
    }
    resolver.tryResolve(1);
    return calls;
  }

  @Benchmark
  public int completableFuture() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    for (int i = 0; i < waiters; i++) {
      future.thenRun(runnable);
    }
    future.complete(1);
    return calls;
  }

  @Benchmark
  public int guava() {
    SettableFuture<Integer> future = SettableFuture.create();
    for (int i = 0; i < waiters; i++) {
      future.addListener(runnable, DIRECT);
    }
    future.set(1);
    return calls;
  }

  @Benchmark
  public int kotlin() {
    CompletableDeferred<Integer> deferred = CompletableDeferredKt.CompletableDeferred(null);
    for (int i = 0; i < waiters; i++) {
      deferred.invokeOnCompletion(handler);
    }
    deferred.complete(1);
    return calls;
  }

  @Benchmark
  public int netty() {
    DefaultPromise<Integer> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
    for (int i = 0; i < waiters; i++) {
      promise.addListener(listener);
    }
    promise.setSuccess(1);
    return calls;
  }
}
