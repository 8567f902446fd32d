// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.google.common.util.concurrent.SettableFuture;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
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

/**
 * Prints how large objects are that nobody waits for: the object itself, and all that was allocated
 * for it.
 *
 * <p>Run it with {@code java -cp jmh/target/benchmarks.jar org.cqskernel.jmh.SizeReport}.
 */
public final class SizeReport {
  private SizeReport() {}

  /**
   * Prints the table.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.setProperty("jol.magicFieldOffset", "true"); // It meets records in the graphs.
    System.out.printf(
        "Idle objects, in bytes; JDK %s%n%n%-36s %8s %8s%n",
        Runtime.version(), "", "itself", "in all");
    show("this library: Promise", Promise::create);
    show("CompletableFuture", CompletableFuture::new);
    show("Guava SettableFuture", SettableFuture::create);
    show("Kotlin CompletableDeferred", () -> CompletableDeferredKt.CompletableDeferred(null));
    show("Netty DefaultPromise", () -> new DefaultPromise<>(ImmediateEventExecutor.INSTANCE));
    show("this library: Broadcast", Broadcast::new);
    show("this library: Condition", Condition::new);
    show("java.util.concurrent.Phaser", Phaser::new);
    show("this library: Semaphore", () -> new Semaphore(1));
    show("java.util.concurrent.Semaphore", () -> new java.util.concurrent.Semaphore(1, true));
    show("Kotlin Semaphore", () -> SemaphoreKt.Semaphore(1, 0));
    show("this library: Mutex", Mutex::new);
    show("ReentrantLock", () -> new ReentrantLock(true));
    show("Kotlin Mutex", () -> MutexKt.Mutex(false));
  }

  /** What two objects hold together less what one holds is what is not shared between them. */
  private static void show(String name, Supplier<?> create) {
    Object one = create.get();
    Object two = create.get();
    long both = GraphLayout.parseInstance(one, two).totalSize();
    long single = GraphLayout.parseInstance(one).totalSize();
    System.out.printf(
        "%-36s %,8d %,8d%n", name, ClassLayout.parseInstance(one).instanceSize(), both - single);
  }
}
