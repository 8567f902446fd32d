// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Semaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Registers one callback and cancels it, while {@code live} others wait on the same object. */
public class CancelBenchmark extends Measured {

  /** An array that is large enough; with nobody else waiting, one field. */
  @State(Scope.Thread)
  public static class OfFloor {
    @Param({"0", "1", "1000", "100000", "1000000"})
    public int live;

    private int calls;
    private final Runnable callback = () -> calls++;
    private final FloorCell cell = new FloorCell();
    private Floor floor;

    @Setup
    public void populate() {
      floor = Floor.withSpareCells(live);
      for (int i = 0; i < live; i++) {
        floor.register(callback);
      }
    }
  }

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

  /** Our semaphore, whose permit is taken. */
  @State(Scope.Thread)
  public static class OfSemaphore {
    @Param({"0", "1", "1000", "100000", "1000000"})
    public int live;

    private int calls;
    private final Runnable callback = () -> calls++;
    private final Semaphore semaphore = new Semaphore(1);

    @Setup
    public void populate() {
      semaphore.tryAcquire();
      for (int i = 0; i < live; i++) {
        semaphore.acquire(callback);
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
    @Param({"0", "1", "1000", "100000"})
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

  /** Reactor's sink copies its subscribers; therefore so many that populating it ends. */
  @State(Scope.Thread)
  public static class OfReactor {
    @Param({"0", "1", "1000", "10000"})
    public int live;

    private int calls;
    private final Consumer<Integer> callback = value -> calls++;
    private final Mono<Integer> mono = Sinks.<Integer>one().asMono();

    @Setup
    public void populate() {
      for (int i = 0; i < live; i++) {
        mono.subscribe(callback);
      }
    }
  }

  @Benchmark
  public boolean floor(OfFloor state) {
    return state.live == 0
        ? state.cell.registerAndCancel(state.callback)
        : state.floor.registerAndCancel(state.callback);
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
  public boolean semaphore(OfSemaphore state) {
    return state.semaphore.acquire(state.callback).cancel();
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

  @Benchmark
  public void reactor(OfReactor state) {
    state.mono.subscribe(state.callback).dispose();
  }
}
