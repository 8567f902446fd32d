// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.testing.Heap;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Ten thousand virtual threads")
@Timeout(120)
class VirtualThreadTest {
  private static final int MANY = 10_000;
  private static final int STORM = 4_000;

  private ExecutorService executor;
  private final AtomicInteger waiting = new AtomicInteger();

  @BeforeEach
  void needsVirtualThreads() throws Exception {
    Method factory;
    try {
      factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
    } catch (NoSuchMethodException e) {
      factory = null;
    }
    assumeTrue(
        factory != null, "no virtual threads on Java " + Runtime.version().feature() + ", skipped");
    executor = (ExecutorService) factory.invoke(null);
  }

  @AfterEach
  void stop() {
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  private <T> List<Future<T>> start(int count, Callable<T> work) {
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(
          executor.submit(
              () -> {
                waiting.incrementAndGet();
                return work.call();
              }));
    }
    return futures;
  }

  private static <T> List<T> join(List<Future<T>> futures) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get(60, TimeUnit.SECONDS));
    }
    return results;
  }

  private void allWaiting(int count) {
    Threads.until(() -> waiting.get() == count);
    Threads.pause(50);
  }

  @Test
  @DisplayName("all await one promise and get its value")
  @Tag("PR-9")
  @Tag("PR-10")
  void promise() throws Exception {
    Resolver<String> resolver = Promise.create();
    var futures = start(MANY, resolver.promise()::await);
    allWaiting(MANY);
    resolver.resolve("v");
    for (String value : join(futures)) {
      assertEquals("v", value);
    }
  }

  @Test
  @DisplayName("all time out on one promise and leave nothing behind")
  @Tag("PR-11")
  void timeOut() throws Exception {
    Resolver<String> resolver = Promise.create();
    resolver.promise().onResolve((v, t) -> {});
    resolver.promise().onResolve((v, t) -> {});
    var futures =
        start(
            MANY,
            () ->
                assertThrows(
                    TimeoutException.class,
                    () -> resolver.promise().await(20, TimeUnit.MILLISECONDS)));
    join(futures);
    assertTrue(Heap.segments(resolver) <= 3);
    ((OneShotPromise<?>) resolver).validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("all acquire one of a few permits in turn")
  @Tag("SEM-1")
  @Tag("SEM-3")
  void semaphore(Resumption resumption) throws Exception {
    Semaphore semaphore = new Semaphore(3, resumption);
    AtomicInteger holders = new AtomicInteger();
    var futures =
        start(
            MANY,
            () -> {
              semaphore.acquire();
              int now = holders.incrementAndGet();
              if (now % 2 == 0) {
                Thread.yield();
              }
              holders.decrementAndGet();
              semaphore.release();
              return now;
            });
    for (int now : join(futures)) {
      assertTrue(now <= 3);
    }
    assertEquals(3, semaphore.availablePermits());
    semaphore.validate();
  }

  @Test
  @DisplayName("all wait for one condition, with a lock and without")
  @Tag("COND-4")
  @Tag("COND-8")
  void condition() throws Exception {
    Condition condition = new Condition();
    ReentrantLock lock = new ReentrantLock();
    boolean[] ready = new boolean[1];
    AtomicInteger state = new AtomicInteger();
    var locked =
        start(
            MANY / 2,
            () -> {
              lock.lock();
              try {
                while (!ready[0]) {
                  condition.await(lock);
                }
                return 1;
              } finally {
                lock.unlock();
              }
            });
    var lockless =
        start(MANY / 2, () -> condition.loopNoMutex(() -> state.get() == 0 ? null : state.get()));
    allWaiting(MANY);
    lock.lock();
    ready[0] = true;
    lock.unlock();
    state.set(1);
    condition.broadcast();
    join(locked);
    join(lockless);
    condition.validate();
  }

  @Test
  @DisplayName("a storm of interrupts: each thread is interrupted or served, no permit is lost")
  @Tag("SEM-3")
  @Tag("SEM-4")
  @Tag("PR-7")
  @Tag("COND-5")
  void interruptStorm() throws Exception {
    Semaphore semaphore = new Semaphore(1);
    semaphore.acquire();
    Resolver<String> resolver = Promise.create();
    Condition condition = new Condition();
    var acquiring =
        start(
            STORM,
            () -> {
              semaphore.acquire();
              semaphore.release();
              return true;
            });
    var awaiting = start(STORM, resolver.promise()::await);
    var sleeping = start(STORM, () -> condition.loopNoMutex(() -> null));
    allWaiting(3 * STORM);
    long start = System.nanoTime();
    for (int i = 0; i < STORM; i++) {
      acquiring.get(i).cancel(true);
      awaiting.get(i).cancel(true);
      sleeping.get(i).cancel(true);
      if (i == STORM / 2) {
        semaphore.release();
        condition.broadcast();
      }
    }
    executor.shutdown();
    assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
    System.out.println(
        "interrupt storm: "
            + 3 * STORM
            + " virtual threads in "
            + (System.nanoTime() - start) / 1_000_000
            + " ms");
    assertEquals(1, semaphore.availablePermits());
    semaphore.validate();
    condition.validate();
    ((OneShotPromise<?>) resolver).validate();
    assertTrue(Heap.segments(semaphore) <= 3);
    assertTrue(Heap.segments(resolver) <= 3);
    assertTrue(Heap.segments(condition) <= 3);
  }
}
