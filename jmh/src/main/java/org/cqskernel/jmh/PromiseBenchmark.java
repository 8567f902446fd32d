// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.PromiseWaiter;
import org.cqskernel.sync.Resolver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Sinks;

/**
 * Creates a promise, registers {@code waiters} callbacks, and resolves it. The callback object
 * itself is the user's and is made outside; a caller-supplied waiter is made here. Each promise is
 * stored into a field, because of one that never leaves its method the compiler takes the locks
 * away.
 */
@State(Scope.Thread)
public class PromiseBenchmark extends Measured {
  private static final Executor DIRECT = Runnable::run;

  /** How many wait for one promise. */
  @Param({"1", "16", "256", "4096"})
  public int waiters;

  private int calls;
  private Object shared;
  private final Runnable runnable = () -> calls++;
  private final BiConsumer<Integer, Throwable> biConsumer = (value, cause) -> calls++;
  private final Consumer<Integer> consumer = value -> calls++;
  private final FutureListener<Integer> listener = future -> calls++;
  private final Function1<Throwable, Unit> handler =
      cause -> {
        calls++;
        return Unit.INSTANCE;
      };

  private static class Counting extends PromiseWaiter<Integer> {
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

  /** Needs no bookkeeping of nested sweeps. */
  private static final class Leaf extends Counting {
    Leaf(PromiseBenchmark benchmark) {
      super(benchmark);
    }

    @Override
    protected boolean isLeaf() {
      return true;
    }
  }

  @Benchmark
  public int floor() {
    Floor floor = new Floor(waiters);
    shared = floor;
    for (int i = 0; i < waiters; i++) {
      floor.register(runnable);
    }
    floor.resumeAll();
    return calls;
  }

  @Benchmark
  public int callbacks() {
    Resolver<Integer> resolver = Promise.create();
    shared = resolver;
    Promise<Integer> promise = resolver.promise();
    for (int i = 0; i < waiters; i++) {
      promise.onResolve(biConsumer);
    }
    resolver.tryResolve(1);
    return calls;
  }

  @Benchmark
  public int ownWaiters() {
    Resolver<Integer> resolver = Promise.create();
    shared = resolver;
    Promise<Integer> promise = resolver.promise();
    for (int i = 0; i < waiters; i++) {
      promise.register(new Counting(this));
    }
    resolver.tryResolve(1);
    return calls;
  }

  /** The same without a bounded stack: the difference is what the bound costs. */
  @Benchmark
  public int leafWaiters() {
    Resolver<Integer> resolver = Promise.create();
    shared = resolver;
    Promise<Integer> promise = resolver.promise();
    for (int i = 0; i < waiters; i++) {
      promise.register(new Leaf(this));
    }
    resolver.tryResolve(1);
    return calls;
  }

  @Benchmark
  public int completableFuture() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    shared = future;
    for (int i = 0; i < waiters; i++) {
      future.thenRun(runnable);
    }
    future.complete(1);
    return calls;
  }

  @Benchmark
  public int guava() {
    SettableFuture<Integer> future = SettableFuture.create();
    shared = future;
    for (int i = 0; i < waiters; i++) {
      future.addListener(runnable, DIRECT);
    }
    future.set(1);
    return calls;
  }

  @Benchmark
  public int kotlin() {
    CompletableDeferred<Integer> deferred = CompletableDeferredKt.CompletableDeferred(null);
    shared = deferred;
    for (int i = 0; i < waiters; i++) {
      deferred.invokeOnCompletion(handler);
    }
    deferred.complete(1);
    return calls;
  }

  @Benchmark
  public int netty() {
    DefaultPromise<Integer> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
    shared = promise;
    for (int i = 0; i < waiters; i++) {
      promise.addListener(listener);
    }
    promise.setSuccess(1);
    return calls;
  }

  @Benchmark
  public int reactor() {
    Sinks.One<Integer> sink = Sinks.one();
    shared = sink;
    for (int i = 0; i < waiters; i++) {
      sink.asMono().subscribe(consumer);
    }
    sink.tryEmitValue(1);
    return calls;
  }
}
