// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Promise;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Registers one callback and cancels it, while {@code live} others wait on the same object. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-Xbatch"})
public class CancelBenchmark {

  /** Our promise. */
  @State(Scope.Thread)
  public static class OfPromise {
    @Param({"0", "1", "1000", "100000", "1000000"})
    public int live;

    private int calls;
    private final BiConsumer<Integer, Throwable> callback = (value, cause) -> calls++;
    private final Promise<Integer> promise = Promise.<Integer>create().promise();

    @Setup
    public void populate() {
      for (int i = 0; i < live; i++) {
        promise.onResolve(callback);
      }
    }
  }

  /** Our broadcast. */
  @State(Scope.Thread)
  public static class OfBroadcast {
    @Param({"0", "1", "1000", "100000", "1000000"})
    public int live;

    private int calls;
    private final Runnable callback = () -> calls++;
    private final Broadcast broadcast = new Broadcast();

    @Setup
    public void populate() {
      for (int i = 0; i < live; i++) {
        broadcast.suspend(callback);
      }
    }
  }

  /** Kotlin's deferred. */
  @State(Scope.Thread)
  public static class OfKotlin {
    @Param({"0", "1", "1000", "100000", "1000000"})
    public int live;

    private int calls;
    private final Function1<Throwable, Unit> callback =
        cause -> {
          calls++;
          return Unit.INSTANCE;
        };
    private final CompletableDeferred<Integer> deferred =
        CompletableDeferredKt.CompletableDeferred(null);

    @Setup
    public void populate() {
      for (int i = 0; i < live; i++) {
        deferred.invokeOnCompletion(callback);
      }
    }
  }

  /** Netty's promise looks for the listener among the others. */
  @State(Scope.Thread)
  public static class OfNetty {
    @Param({"0", "1", "1000"})
    public int live;

    private int calls;
    private final FutureListener<Integer> callback = future -> calls++;
    private final FutureListener<Integer> cancelled = future -> calls--;
    private final DefaultPromise<Integer> promise =
        new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);

    @Setup
    public void populate() {
      for (int i = 0; i < live; i++) {
        promise.addListener(callback);
      }
    }
  }

  @Benchmark
  public boolean promise(OfPromise state) {
    return state.promise.onResolve(state.callback).cancel();
  }

  @Benchmark
  public boolean broadcast(OfBroadcast state) {
    return state.broadcast.suspend(state.callback).cancel();
  }

  @Benchmark
  public void kotlin(OfKotlin state) {
    state.deferred.invokeOnCompletion(state.callback).dispose();
  }

  @Benchmark
  public void netty(OfNetty state) {
    state.promise.addListener(state.cancelled);
    state.promise.removeListener(state.cancelled);
  }
}
