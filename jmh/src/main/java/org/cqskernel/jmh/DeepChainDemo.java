// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import kotlin.Unit;
import kotlinx.coroutines.CompletableDeferred;
import kotlinx.coroutines.CompletableDeferredKt;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A chain of promises, each resolved by the callback of the one before, on the default stack of the
 * main thread: how far each library comes, what it says about it, and the time per level. Run it
 * with {@code java -cp jmh/target/benchmarks.jar org.cqskernel.jmh.DeepChainDemo}.
 */
@Command(
    name = "DeepChainDemo",
    description = "Promises, each resolved by the callback of the one before")
public final class DeepChainDemo extends Demo {
  private static final int ROUNDS = 5;

  /** One library's promise: make, when resolved then, resolve. */
  private record Library<P>(
      String name,
      Supplier<P> create,
      BiConsumer<P, Runnable> onResolve,
      BiConsumer<P, Integer> resolve) {}

  private static final List<Library<?>> LIBRARIES =
      List.of(
          new Library<Resolver<Integer>>(
              "this library",
              Promise::create,
              (resolver, next) -> resolver.promise().onResolve((value, cause) -> next.run()),
              Resolver::resolve),
          new Library<CompletableFuture<Integer>>(
              "CompletableFuture",
              CompletableFuture::new,
              CompletableFuture::thenRun,
              CompletableFuture::complete),
          new Library<SettableFuture<Integer>>(
              "Guava SettableFuture",
              SettableFuture::create,
              (future, next) -> future.addListener(next, Runnable::run),
              SettableFuture::set),
          new Library<CompletableDeferred<Integer>>(
              "Kotlin CompletableDeferred",
              () -> CompletableDeferredKt.CompletableDeferred(null),
              (deferred, next) ->
                  deferred.invokeOnCompletion(
                      cause -> {
                        next.run();
                        return Unit.INSTANCE;
                      }),
              CompletableDeferred::complete),
          new Library<DefaultPromise<Integer>>(
              "Netty DefaultPromise",
              () -> new DefaultPromise<>(ImmediateEventExecutor.INSTANCE),
              (promise, next) ->
                  promise.addListener((FutureListener<Integer>) future -> next.run()),
              DefaultPromise::setSuccess));

  private static int reached;

  @Option(names = "--levels", description = "how many promises; default ${DEFAULT-VALUE}")
  private int levels = 1_000_000;

  private DeepChainDemo() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    new DeepChainDemo().run(args);
  }

  @Override
  void measure() {
    for (Library<?> library : LIBRARIES) {
      measure(library);
    }
  }

  private <P> void measure(Library<P> library) {
    double[] time = new double[ROUNDS];
    double[] processor = new double[ROUNDS];
    String end = "";
    for (int round = 0; round < ROUNDS; round++) {
      Runnable first = chain(library, levels);
      reached = 0;
      long before = ProcessorTime.ofThisThread();
      long start = System.nanoTime();
      try {
        first.run();
        end = "returned normally";
      } catch (Throwable t) {
        end = "threw " + root(t).getClass().getSimpleName();
      }
      time[round] = (double) (System.nanoTime() - start) / reached;
      processor[round] = (double) (ProcessorTime.ofThisThread() - before) / reached;
    }
    results.add(
        "chain",
        Map.of("subject", library.name),
        new Results.Metric("levels", "promises resolved", reached),
        new Results.Metric("elapsed", "ns/op", time),
        new Results.Metric(CpuTimeProfiler.LABEL, "ns/op", processor));
    if (reached < levels) {
      System.out.printf("  the first resolve %s, the rest is lost%n", end);
    }
  }

  private static Throwable root(Throwable t) {
    return t.getCause() == null ? t : root(t.getCause());
  }

  /** Returns what resolves the first promise of a new chain. */
  private static <P> Runnable chain(Library<P> library, int levels) {
    List<P> promises = new ArrayList<>(levels);
    for (int i = 0; i < levels; i++) {
      promises.add(library.create.get());
    }
    for (int i = 0; i < levels; i++) {
      P next = i + 1 < levels ? promises.get(i + 1) : null;
      library.onResolve.accept(
          promises.get(i),
          () -> {
            reached++;
            if (next != null) {
              library.resolve.accept(next, 1);
            }
          });
    }
    P first = promises.get(0);
    return () -> library.resolve.accept(first, 1);
  }
}
