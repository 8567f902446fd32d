// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import kotlin.Unit;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Semaphore;

/**
 * What one wait costs that is given up, by cancelling or by its time-out, while K others wait on
 * the same object. Prints a table: one line per library, one column per K.
 *
 * <p>Run it with {@code java -cp jmh/target/benchmarks.jar org.cqskernel.jmh.CancellationDemo}.
 */
public final class CancellationDemo {
  private static final int[] WAITERS = {0, 1_000, 10_000, 100_000, 1_000_000};
  private static final long WARM_UP = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long MEASURE = TimeUnit.MILLISECONDS.toNanos(300);

  /** A wait that is given up. */
  @FunctionalInterface
  private interface Wait {
    void giveUp() throws Exception;
  }

  /** Makes an object with so many waiters; null if it can't have so many here. */
  private record Library(String name, IntFunction<Wait> withWaiters) {}

  private static final List<Library> CALLBACKS =
      List.of(
          new Library("this library: Promise", CancellationDemo::promise),
          new Library("Kotlin CompletableDeferred", CancellationDemo::kotlin),
          new Library("Netty DefaultPromise", CancellationDemo::netty));

  private static final List<Library> THREADS =
      List.of(
          new Library("this library: Promise.await", CancellationDemo::await),
          new Library("CompletableFuture.get", CancellationDemo::future),
          new Library("this library: Semaphore", CancellationDemo::semaphore),
          new Library("java.util.concurrent.Semaphore", CancellationDemo::jdkSemaphore));

  private static int calls;

  private CancellationDemo() {}

  /**
   * Prints the table.
   *
   * @param args none
   * @throws Exception if a wait fails
   */
  public static void main(String[] args) throws Exception {
    System.out.printf("One wait given up while K others wait, in ns; JDK %s%n", Runtime.version());
    table("a callback registered and cancelled, K =", CALLBACKS);
    table("a thread that waits for 1 ns, K =", THREADS);
    System.exit(0); // Threads still wait.
  }

  private static void table(String title, List<Library> libraries) throws Exception {
    System.out.printf("%n%-42s", title);
    for (int waiters : WAITERS) {
      System.out.printf(" %,12d", waiters);
    }
    System.out.println();
    for (Library library : libraries) {
      System.out.printf("%-42s", library.name);
      for (int waiters : WAITERS) {
        Wait wait = library.withWaiters.apply(waiters);
        System.out.print(wait == null ? String.format(" %12s", "-") : cost(wait));
      }
      System.out.println();
    }
  }

  private static String cost(Wait wait) throws Exception {
    run(wait, WARM_UP);
    return String.format(" %,12d", Math.round(run(wait, MEASURE)));
  }

  private static double run(Wait wait, long nanos) throws Exception {
    long start = System.nanoTime();
    long passed = 0;
    long waits = 0;
    for (long batch = 1; passed < nanos; batch = Math.min(2 * batch, 1024)) {
      for (long i = 0; i < batch; i++) {
        wait.giveUp();
      }
      waits += batch;
      passed = System.nanoTime() - start;
    }
    return (double) passed / waits;
  }

  // ---- callbacks

  private static Wait promise(int waiters) {
    Promise<Integer> promise = Promise.<Integer>create().promise();
    for (int i = 0; i < waiters; i++) {
      promise.onResolve((value, cause) -> calls++);
    }
    return () -> promise.onResolve((value, cause) -> calls++).cancel();
  }

  private static Wait kotlin(int waiters) {
    CompletableDeferred<Integer> deferred = CompletableDeferredKt.CompletableDeferred(null);
    Function1<Throwable, Unit> callback = cause -> Unit.INSTANCE;
    for (int i = 0; i < waiters; i++) {
      deferred.invokeOnCompletion(callback);
    }
    return () -> deferred.invokeOnCompletion(callback).dispose();
  }

  private static Wait netty(int waiters) {
    DefaultPromise<Integer> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
    FutureListener<Integer> other = future -> calls++;
    FutureListener<Integer> ours = future -> calls--;
    for (int i = 0; i < waiters; i++) {
      promise.addListener(other);
    }
    return () -> {
      promise.addListener(ours);
      promise.removeListener(ours);
    };
  }

  // ---- threads

  private static Wait await(int waiters) {
    Promise<Integer> promise = Promise.<Integer>create().promise();
    for (int i = 0; i < waiters; i++) {
      promise.onResolve((value, cause) -> calls++);
    }
    return () -> expectTimeout(() -> promise.await(1, TimeUnit.NANOSECONDS));
  }

  private static Wait future(int waiters) {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    for (int i = 0; i < waiters; i++) {
      future.thenRun(() -> calls++);
    }
    return () -> expectTimeout(() -> future.get(1, TimeUnit.NANOSECONDS));
  }

  private static Wait semaphore(int waiters) {
    Semaphore semaphore = new Semaphore(1);
    semaphore.tryAcquire();
    for (int i = 0; i < waiters; i++) {
      semaphore.acquire(() -> calls++);
    }
    return () -> semaphore.tryAcquire(1, TimeUnit.NANOSECONDS);
  }

  /** Only threads can wait there. */
  private static Wait jdkSemaphore(int waiters) {
    java.util.concurrent.Semaphore semaphore = new java.util.concurrent.Semaphore(0, true);
    if (!Crowd.start(waiters, semaphore::acquireUninterruptibly)) {
      return null;
    }
    while (semaphore.getQueueLength() < waiters) {
      Thread.onSpinWait();
    }
    return () -> semaphore.tryAcquire(1, TimeUnit.NANOSECONDS);
  }

  private static void expectTimeout(Wait wait) throws Exception {
    try {
      wait.giveUp();
    } catch (TimeoutException e) {
      return;
    }
    throw new AssertionError("nobody resolves it");
  }
}
