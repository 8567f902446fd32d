// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Heap;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is over is not kept")
@Tag("ARR-19")
class LeakTest {
  private static final int ROUNDS = 1_000_000;
  private static final int FEW = 3;

  /** A payload that a callback refers to. */
  private static Runnable holding(Object payload) {
    return () -> Heap.keep(payload);
  }

  @Test
  @DisplayName("a broadcast does not refer to a callback that is cancelled")
  @Tag("BC-8")
  void cancelled() {
    Broadcast broadcast = new Broadcast();
    broadcast.suspend(() -> {});
    WeakReference<Object> gone = cancelled(broadcast);
    broadcast.suspend(() -> {});
    assertTrue(Heap.isCollected(gone));
    Heap.keep(broadcast);
  }

  private static WeakReference<Object> cancelled(Broadcast broadcast) {
    Object payload = new Object();
    assertTrue(broadcast.suspend(holding(payload)).cancel());
    return new WeakReference<>(payload);
  }

  @Test
  @DisplayName("a broadcast does not refer to a callback that has been called")
  @Tag("BC-8")
  @Tag("CQS-9")
  void resumed() {
    Broadcast broadcast = new Broadcast();
    WeakReference<Object> gone = resumed(broadcast);
    assertTrue(Heap.isCollected(gone));
    Heap.keep(broadcast);
  }

  private static WeakReference<Object> resumed(Broadcast broadcast) {
    Object payload = new Object();
    broadcast.suspend(holding(payload));
    broadcast.resumeAll();
    return new WeakReference<>(payload);
  }

  @Test
  @DisplayName("a promise does not refer to a cancelled callback, the first or a later one")
  @Tag("BC-8")
  @Tag("PR-11")
  void promiseCancelled() {
    for (int before = 0; before < 3; before++) {
      Resolver<String> resolver = Promise.create();
      for (int i = 0; i < before; i++) {
        resolver.promise().onResolve((v, t) -> {});
      }
      WeakReference<Object> gone = cancelled(resolver.promise());
      assertTrue(Heap.isCollected(gone), "after " + before);
      Heap.keep(resolver);
    }
  }

  private static WeakReference<Object> cancelled(Promise<String> promise) {
    Object payload = new Object();
    assertTrue(promise.onResolve((v, t) -> Heap.keep(payload)).cancel());
    return new WeakReference<>(payload);
  }

  @Test
  @DisplayName("a resolved promise refers to its value only: no queue, no callback")
  @Tag("PR-11")
  void promiseResolved() {
    Resolver<String> resolver = Promise.create();
    for (int i = 0; i < 100; i++) {
      resolver.promise().onResolve((v, t) -> {});
    }
    assertTrue(Heap.segments(resolver) > 0);
    resolver.resolve("v");
    assertEquals(0, Heap.segments(resolver));
    assertEquals(2, Heap.reachable(resolver).size());
  }

  @Test
  @DisplayName("an unresolved promise without waiters is one object")
  @Tag("PR-11")
  void promiseFresh() {
    Resolver<String> resolver = Promise.create();
    assertEquals(1, Heap.reachable(resolver).size());
    assertTrue(resolver.promise().onResolve((v, t) -> {}).cancel());
    assertEquals(1, Heap.reachable(resolver).size());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 5})
  @DisplayName("a million cancelled registrations leave a constant number of segments")
  @Tag("ARR-17")
  void broadcastRounds(int order) {
    Broadcast broadcast = new Broadcast(order);
    for (int i = 0; i < ROUNDS; i++) {
      broadcast.suspend(() -> {}).cancel();
      if (i % (ROUNDS / 4) == 7) {
        assertTrue(Heap.segments(broadcast) <= FEW, broadcast::toString);
      }
    }
    assertTrue(Heap.segments(broadcast) <= FEW, broadcast::toString);
    broadcast.validate();
  }

  @Test
  @DisplayName("the same with somebody who waits from the beginning")
  @Tag("ARR-17")
  void broadcastRoundsBehindOne() {
    Broadcast broadcast = new Broadcast();
    Resolver<String> resolver = Promise.create();
    broadcast.suspend(() -> {});
    resolver.promise().onResolve((v, t) -> {});
    resolver.promise().onResolve((v, t) -> {});
    for (int i = 0; i < ROUNDS; i++) {
      broadcast.suspend(() -> {}).cancel();
      resolver.promise().onResolve((v, t) -> {}).cancel();
    }
    assertTrue(Heap.segments(broadcast) <= FEW, broadcast::toString);
    assertTrue(Heap.segments(resolver) <= FEW);
    broadcast.validate();
  }

  @Test
  @DisplayName("many registrations that are cancelled in any order leave a constant number")
  @Tag("ARR-16")
  @Tag("ARR-17")
  void cancelledInAnyOrder() {
    for (int stride : new int[] {1, 7, 31, 33, 4_999}) {
      Broadcast broadcast = new Broadcast();
      Resolver<String> resolver = Promise.create();
      List<Suspension> handles = new ArrayList<>();
      int count = 50_000;
      for (int i = 0; i < count; i++) {
        handles.add(broadcast.suspend(() -> {}));
        handles.add(resolver.promise().onResolve((v, t) -> {}));
      }
      for (int i = 0, at = 0; i < count; i++, at = (at + stride) % count) {
        assertTrue(handles.get(2 * at).cancel());
        assertTrue(handles.get(2 * at + 1).cancel());
      }
      assertTrue(Heap.segments(broadcast) <= FEW, "stride " + stride);
      assertTrue(Heap.segments(resolver) <= FEW, "stride " + stride);
      broadcast.validate();
    }
  }

  @Test
  @DisplayName("at worst each survivor keeps one segment, beside a constant")
  void survivors() {
    int survivors = 1_000;
    int perSegment = 32;
    Broadcast broadcast = new Broadcast();
    Resolver<String> resolver = Promise.create();
    List<Suspension> handles = new ArrayList<>();
    for (int i = 0; i < survivors * perSegment; i++) {
      handles.add(broadcast.suspend(() -> {}));
      handles.add(resolver.promise().onResolve((v, t) -> {}));
    }
    for (int i = 0; i < survivors * perSegment; i++) {
      if (i % perSegment != 0) {
        handles.get(2 * i).cancel();
        handles.get(2 * i + 1).cancel();
      }
    }
    handles.clear();
    int ofBroadcast = Heap.segments(broadcast);
    int ofPromise = Heap.segments(resolver);
    assertTrue(
        ofBroadcast >= survivors && ofBroadcast <= survivors + FEW, "segments " + ofBroadcast);
    assertTrue(ofPromise >= survivors && ofPromise <= survivors + FEW, "segments " + ofPromise);
    System.out.println(
        "worst case: "
            + survivors
            + " survivors keep "
            + ofBroadcast
            + " segments of 32 cells in a broadcast, "
            + ofPromise
            + " in a promise");
    broadcast.validate();
  }

  @Test
  @DisplayName("segments that a broadcast has passed are gone, even while it still calls")
  @Tag("RALL-9")
  @Tag("ARR-18")
  void passed() {
    Broadcast broadcast = new Broadcast(2);
    int[] inside = new int[1];
    for (int i = 0; i < 10_000; i++) {
      broadcast.suspend(() -> {});
    }
    assertTrue(Heap.segments(broadcast) >= 2_500);
    for (int i = 0; i < 3; i++) {
      broadcast.suspend(() -> inside[0] = Heap.segments(broadcast));
    }
    broadcast.resumeAll();
    assertTrue(inside[0] <= FEW, "inside " + inside[0]);
    assertTrue(Heap.segments(broadcast) <= FEW);
    broadcast.validate();
  }

  @Test
  @DisplayName("many rounds of waiting and broadcasting leave a constant number of segments")
  void rounds() {
    Broadcast broadcast = new Broadcast();
    for (int i = 0; i < 100_000; i++) {
      broadcast.suspend(() -> {});
      Suspension cancelled = broadcast.suspend(() -> {});
      broadcast.suspend(() -> {});
      cancelled.cancel();
      broadcast.resumeAll();
    }
    assertTrue(Heap.segments(broadcast) <= FEW, broadcast::toString);
    broadcast.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("cancelled and served acquires leave a constant number of segments")
  @Tag("SEM-5")
  void semaphore(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption);
    semaphore.tryAcquire();
    for (int i = 0; i < 200_000; i++) {
      Suspension cancelled = semaphore.acquire(() -> {});
      semaphore.acquire(() -> {});
      assertTrue(cancelled.cancel());
      semaphore.release();
    }
    assertTrue(Heap.segments(semaphore) <= FEW, semaphore::dump);
    for (int i = 0; i < 200_000; i++) {
      assertTrue(semaphore.acquire(() -> {}).cancel());
    }
    assertTrue(Heap.segments(semaphore) <= FEW, semaphore::dump);
    semaphore.validate();
  }

  @Test
  @DisplayName("waits that timed out leave nothing behind")
  @Tag("PR-11")
  @Tag("SEM-3")
  void timedOut() throws Exception {
    Resolver<String> resolver = Promise.create();
    Semaphore semaphore = new Semaphore(1);
    semaphore.tryAcquire();
    Condition condition = new Condition();
    ReentrantLock lock = new ReentrantLock();
    lock.lock();
    for (int i = 0; i < 2_000; i++) {
      assertThrows(TimeoutException.class, () -> resolver.promise().await(1, TimeUnit.NANOSECONDS));
      assertFalse(semaphore.tryAcquire(1, TimeUnit.NANOSECONDS));
      assertFalse(condition.await(lock, 1, TimeUnit.NANOSECONDS));
    }
    lock.unlock();
    assertEquals(1, Heap.reachable(resolver).size());
    assertTrue(Heap.segments(semaphore) <= FEW, semaphore::dump);
    assertTrue(Heap.segments(condition) <= FEW, condition::toString);
    assertEquals(0, waiters(semaphore) + waiters(condition));
  }

  private static long waiters(Object root) {
    return Heap.reachable(root).stream().filter(o -> o instanceof org.cqskernel.cqs.Waiter).count();
  }

  @Test
  @DisplayName("a thread that has waited is not referred to")
  @Tag("PR-7")
  void waitedThread() throws Exception {
    Resolver<String> resolver = Promise.create();
    Condition condition = new Condition();
    condition.registerImmediate(() -> {});
    WeakReference<Thread> gone = waited(resolver.promise(), condition);
    assertTrue(Heap.isCollected(gone));
    Heap.keep(resolver);
    Heap.keep(condition);
  }

  private static WeakReference<Thread> waited(Promise<String> promise, Condition condition)
      throws Exception {
    var task =
        Threads.start(
            () -> {
              assertThrows(TimeoutException.class, () -> promise.await(1, TimeUnit.MILLISECONDS));
              Thread.currentThread().interrupt();
              assertThrows(InterruptedException.class, () -> promise.await());
              assertEquals("v", condition.loopNoMutex(() -> "v"));
            });
    task.join();
    task.thread().join();
    return new WeakReference<>(task.thread());
  }

  @Test
  @DisplayName("futures of a promise that stays pending are not kept once they are over")
  @Tag("PR-11")
  void futures() {
    Resolver<String> resolver = Promise.create();
    CompletableFuture<String> live = resolver.promise().toCompletionStage();
    for (int i = 0; i < 10_000; i++) {
      resolver.promise().toCompletionStage().cancel(false);
    }
    assertTrue(Heap.segments(resolver) <= FEW);
    assertEquals(1, waiters(resolver));
    resolver.resolve("v");
    assertEquals("v", live.join());
  }
}
