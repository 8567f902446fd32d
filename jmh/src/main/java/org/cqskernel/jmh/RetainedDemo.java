// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Condition;
import org.cqskernel.sync.Mutex;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Semaphore;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * What a wait that was given up leaves in the heap. Run it with {@code java -cp
 * jmh/target/benchmarks.jar org.cqskernel.jmh.RetainedDemo}.
 */
@Command(
    name = "RetainedDemo",
    description = {
      "Bytes in the heap, per wait that was given up on an object that stays pending,",
      "found by collecting garbage before and after many of them"
    })
public final class RetainedDemo extends Demo {
  private static final int WAITS = 96_000;
  private static final int WARM_UP = 1_024;
  private static final int ROUNDS = 3;
  private static final int SEGMENT = 32;

  private int calls;
  private final BiConsumer<Integer, Throwable> callback = (value, cause) -> calls++;
  private final Runnable runnable = () -> calls++;

  private RetainedDemo() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    new RetainedDemo().run(args);
  }

  /** A wait that is given up. */
  @FunctionalInterface
  private interface Wait {
    void giveUp(int number) throws Exception;
  }

  @Override
  void measure() throws Exception {
    ours();
    peers();
  }

  private void ours() throws Exception {
    Promise<Integer> promise = Promise.<Integer>create().promise();
    retained("Promise, callback", promise, n -> promise.onResolve(callback).cancel());
    Promise<Integer> awaited = Promise.<Integer>create().promise();
    retained("Promise, time-out", awaited, n -> timedOut(() -> await(awaited)));
    Promise<Integer> staged = Promise.<Integer>create().promise();
    retained("Promise, as a future", staged, n -> staged.toCompletionStage().cancel(false));
    Broadcast broadcast = new Broadcast();
    retained("Broadcast, callback", broadcast, n -> broadcast.suspend(runnable).cancel());
    Condition condition = new Condition();
    Mutex mutex = new Mutex();
    mutex.lock();
    retained(
        "Condition, time-out", condition, n -> condition.await(mutex, 1, TimeUnit.NANOSECONDS));
    Semaphore semaphore = new Semaphore(1);
    semaphore.tryAcquire();
    retained("Semaphore, callback", semaphore, n -> semaphore.acquire(runnable).cancel());
    Promise<Integer> worst = Promise.<Integer>create().promise();
    // Not a leak: what one waiter that stays keeps when all its neighbours have gone.
    retained(
        "Promise, one of " + SEGMENT + " stays; per one that stays",
        worst,
        SEGMENT,
        n -> {
          var handle = worst.onResolve(callback);
          if (n % SEGMENT != 0) {
            handle.cancel();
          }
        });
  }

  private void peers() throws Exception {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    retained(
        "CompletableFuture, thenAccept.cancel",
        future,
        n -> future.thenAccept(value -> calls++).cancel(false));
    CompletableFuture<Integer> copied = new CompletableFuture<>();
    retained(
        "CompletableFuture, copy.orTimeout",
        copied,
        n ->
            timedOut(
                () -> {
                  CompletableFuture<Integer> copy = copied.copy();
                  copy.orTimeout(1, TimeUnit.NANOSECONDS);
                  while (!copy.isDone()) {
                    Thread.onSpinWait();
                  }
                }));
    CompletableFuture<Integer> waited = new CompletableFuture<>();
    retained(
        "CompletableFuture, get with time-out",
        waited,
        n -> timedOut(() -> waited.get(1, TimeUnit.NANOSECONDS)));
    SettableFuture<Integer> settable = SettableFuture.create();
    retained(
        "Guava nonCancellationPropagating",
        settable,
        n -> Futures.nonCancellationPropagating(settable).cancel(false));
    CompletableDeferred<Integer> deferred = CompletableDeferredKt.CompletableDeferred(null);
    Function1<Throwable, Unit> handler = cause -> Unit.INSTANCE;
    retained(
        "Kotlin CompletableDeferred",
        deferred,
        n -> deferred.invokeOnCompletion(handler).dispose());
    DefaultPromise<Integer> netty = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
    FutureListener<Integer> listener = done -> calls++;
    retained(
        "Netty DefaultPromise",
        netty,
        n -> {
          netty.addListener(listener);
          netty.removeListener(listener);
        });
    Mono<Integer> mono = Sinks.<Integer>one().asMono();
    retained("Reactor Sinks.one", mono, n -> mono.subscribe(value -> calls++).dispose());
    PhaserTower.measure(this);
  }

  private static void await(Promise<Integer> promise) throws Exception {
    promise.await(1, TimeUnit.NANOSECONDS);
  }

  private interface Body {
    void run() throws Exception;
  }

  private static void timedOut(Body wait) throws Exception {
    try {
      wait.run();
    } catch (TimeoutException e) {
      return;
    }
  }

  private void retained(String subject, Object pending, Wait wait) throws Exception {
    retained(subject, pending, 1, wait);
  }

  private void retained(String subject, Object pending, int per, Wait wait) throws Exception {
    for (int n = 0; n < WARM_UP; n++) {
      wait.giveUp(n);
    }
    // What ends outside in one round, an earlier subject for one, does not end in all of them.
    double[] bytes = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long before = heap();
      for (int n = 0; n < WAITS; n++) {
        wait.giveUp(n);
      }
      long after = heap();
      bytes[round] = (double) (after - before) * per / WAITS;
    }
    Reference.reachabilityFence(pending);
    add(subject, bytes);
  }

  void add(String subject, double... bytes) {
    results.add("retained", Map.of("subject", subject), new Results.Metric("bytes", "B/op", bytes));
  }

  /** What is in use after several collections. */
  static long heap() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(20);
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
