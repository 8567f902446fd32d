// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import kotlinx.coroutines.CompletableDeferredKt;
import kotlinx.coroutines.sync.MutexKt;
import kotlinx.coroutines.sync.SemaphoreKt;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Condition;
import org.cqskernel.sync.Mutex;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Semaphore;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.GraphLayout;
import picocli.CommandLine.Command;
import reactor.core.publisher.Sinks;

/**
 * How large objects are that nobody waits for: the object itself, and all that was allocated for
 * it. Run it with {@code java -cp jmh/target/benchmarks.jar org.cqskernel.jmh.SizeReport}.
 */
@Command(
    name = "SizeReport",
    description = "Idle objects in bytes: the object itself, and all that was allocated for it")
public final class SizeReport extends Demo {
  private static final int WALKS = 10;

  private SizeReport() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.setProperty("jol.magicFieldOffset", "true"); // It meets records in the graphs.
    new SizeReport().run(args);
  }

  @Override
  void measure() {
    size("promise", Promise::create);
    size("CompletableFuture", CompletableFuture::new);
    size("Guava SettableFuture", SettableFuture::create);
    size("Kotlin CompletableDeferred", () -> CompletableDeferredKt.CompletableDeferred(null));
    size("Netty DefaultPromise", () -> new DefaultPromise<>(ImmediateEventExecutor.INSTANCE));
    size("Reactor Sinks.one", Sinks::one);
    size("broadcast", Broadcast::new);
    size("condition", Condition::new);
    size("java.util.concurrent.Phaser", Phaser::new);
    size("semaphore", () -> new Semaphore(1));
    size("java.util.concurrent.Semaphore", () -> new java.util.concurrent.Semaphore(1, true));
    size("Kotlin Semaphore", () -> SemaphoreKt.Semaphore(1, 0));
    size("mutex", Mutex::new);
    size("ReentrantLock", () -> new ReentrantLock(true));
    size("Kotlin Mutex", () -> MutexKt.Mutex(false));
  }

  /** What two objects hold together less what one holds is what is not shared between them. */
  private void size(String subject, Supplier<?> create) {
    Object one = create.get();
    Object two = create.get();
    GraphLayout.parseInstance(one, two); // Loads and caches whatever they reach.
    long itself = ClassLayout.parseInstance(one).instanceSize();
    long inAll = 0;
    // Other threads change what some of them reach; such a walk is worth nothing.
    for (int walk = 0; walk < WALKS && inAll < itself; walk++) {
      long both = GraphLayout.parseInstance(one, two).totalSize();
      inAll = both - GraphLayout.parseInstance(one).totalSize();
    }
    results.add(
        "idle",
        Map.of("subject", subject),
        new Results.Metric("itself", "B", itself),
        new Results.Metric("in.all", "B", inAll));
  }
}
