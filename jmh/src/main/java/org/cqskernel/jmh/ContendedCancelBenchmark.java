// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.function.BiConsumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Promise;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Each thread registers a callback on one shared object and takes it back; run it with {@code -t 2}
 * and {@code -t 4}.
 */
@State(Scope.Benchmark)
public class ContendedCancelBenchmark extends Measured {
  private final Floor floor = Floor.withSpareCells(0);
  private final Promise<Integer> promise = Promise.<Integer>create().promise();
  private final Broadcast broadcast = new Broadcast();
  private final CompletableDeferred<Integer> deferred =
      CompletableDeferredKt.CompletableDeferred(null);
  private final DefaultPromise<Integer> netty =
      new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);

  /** For the harness. One stays, so that nobody has the object to itself. */
  public ContendedCancelBenchmark() {
    promise.onResolve((value, cause) -> {});
    broadcast.suspend(() -> {});
    deferred.invokeOnCompletion(cause -> Unit.INSTANCE);
    netty.addListener((FutureListener<Integer>) future -> {});
  }

  /** The callbacks of one thread, which are not called. */
  @State(Scope.Thread)
  public static class Caller {
    private int calls;
    private final Runnable runnable = () -> calls++;
    private final BiConsumer<Integer, Throwable> consumer = (value, cause) -> calls++;
    private final FutureListener<Integer> listener = future -> calls++;
    private final Function1<Throwable, Unit> handler =
        cause -> {
          calls++;
          return Unit.INSTANCE;
        };
  }

  /** A fetch-and-add and two compare-and-sets in one of 64 cells. */
  @Benchmark
  public boolean floor(Caller caller) {
    return floor.registerAndCancel(caller.runnable);
  }

  @Benchmark
  public boolean promise(Caller caller) {
    return promise.onResolve(caller.consumer).cancel();
  }

  @Benchmark
  public boolean broadcast(Caller caller) {
    return broadcast.suspend(caller.runnable).cancel();
  }

  @Benchmark
  public void kotlin(Caller caller) {
    deferred.invokeOnCompletion(caller.handler).dispose();
  }

  @Benchmark
  public void netty(Caller caller) {
    netty.addListener(caller.listener);
    netty.removeListener(caller.listener);
  }
}
