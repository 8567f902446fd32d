// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Threads that await a promise")
class PromiseAwaitTest {
  private final OneShotPromise<String> promise = new OneShotPromise<>();

  @AfterEach
  void interruptStatusIsClear() {
    assertFalse(Thread.interrupted());
  }

  @Test
  @DisplayName("every form returns the value that another thread resolves with")
  @Tag("PR-9")
  @Tag("PR-4")
  void resolved() throws Exception {
    var forever = Threads.call(promise::await).awaitParked();
    var timed = Threads.call(() -> promise.await(1, TimeUnit.HOURS)).awaitParked();
    var stubborn = Threads.call(promise::awaitUninterruptibly).awaitParked();
    promise.resolve("v");
    assertEquals("v", forever.join());
    assertEquals("v", timed.join());
    assertEquals("v", stubborn.join());
    assertEquals("v", promise.await(0, TimeUnit.SECONDS));
    assertEquals("v", promise.await(-1, TimeUnit.SECONDS));
  }

  @Test
  @DisplayName("every form throws the cause of a failure")
  @Tag("PR-9")
  void failed() throws Exception {
    IOException cause = new IOException();
    var forever = Threads.call(promise::await).awaitParked();
    var timed = Threads.call(() -> promise.await(1, TimeUnit.HOURS)).awaitParked();
    var stubborn = Threads.call(promise::awaitUninterruptibly).awaitParked();
    promise.fail(cause);
    assertSame(cause, assertThrows(CompletionException.class, forever::join).getCause());
    assertSame(cause, assertThrows(CompletionException.class, timed::join).getCause());
    assertSame(cause, assertThrows(CompletionException.class, stubborn::join).getCause());
  }

  @Test
  @DisplayName("null is returned as a value, not taken for a time-out")
  @Tag("PR-2")
  void nullValue() throws Exception {
    var timed = Threads.call(() -> promise.await(1, TimeUnit.HOURS)).awaitParked();
    promise.resolve(null);
    assertNull(timed.join());
    assertNull(promise.await(0, TimeUnit.NANOSECONDS));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  @DisplayName("with a time-out of zero or less it does not wait and leaves nothing behind")
  @Tag("PR-11")
  void noTime(long timeout) {
    assertThrows(TimeoutException.class, () -> promise.await(timeout, TimeUnit.NANOSECONDS));
    assertThrows(TimeoutException.class, () -> promise.await(timeout, TimeUnit.DAYS));
    assertEquals("empty", promise.dump());
  }

  @Test
  @DisplayName("a time-out takes the registration out again")
  @Tag("PR-11")
  void timeOut() {
    assertThrows(TimeoutException.class, () -> promise.await(2, TimeUnit.MILLISECONDS));
    assertEquals("empty", promise.dump());
    promise.resolve("v");
  }

  @Test
  @DisplayName("the longest time-out does not overflow into none")
  @Tag("PR-7")
  void longestTime() throws Exception {
    var waiting = Threads.call(() -> promise.await(Long.MAX_VALUE, TimeUnit.DAYS)).awaitParked();
    promise.resolve("v");
    assertEquals("v", waiting.join());
  }

  @Test
  @DisplayName("a null unit is refused")
  void nullUnit() {
    assertThrows(NullPointerException.class, () -> promise.await(1, null));
    promise.resolve("v");
    assertThrows(NullPointerException.class, () -> promise.await(1, null));
  }

  @Test
  @DisplayName("a thread that is interrupted before it waits leaves without registering")
  @Tag("PR-8")
  void interruptedBefore() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, promise::await);
    assertFalse(Thread.interrupted());
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> promise.await(1, TimeUnit.HOURS));
    assertEquals("empty", promise.dump());
  }

  @Test
  @DisplayName("a thread that does not wait does not register, not even for a moment")
  @Tag("PR-8")
  void neverRegistered() {
    promise.onResolve((value, cause) -> {});
    assertThrows(TimeoutException.class, () -> promise.await(0, TimeUnit.NANOSECONDS));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, promise::await);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> promise.await(1, TimeUnit.HOURS));
    // A second waiter, however short, would have made a queue.
    assertEquals("one waiter", promise.dump());
  }

  @Test
  @DisplayName("an outcome that is there is returned to an interrupted thread, still interrupted")
  @Tag("PR-8")
  void interruptedButResolved() throws Exception {
    promise.resolve("v");
    Thread.currentThread().interrupt();
    assertEquals("v", promise.await());
    assertEquals("v", promise.await(1, TimeUnit.HOURS));
    assertEquals("v", promise.awaitUninterruptibly());
    assertTrue(Thread.interrupted());
  }

  @Test
  @DisplayName("an interrupt during the wait ends it and takes the registration out again")
  @Tag("PR-7")
  void interruptedDuring() {
    var forever = Threads.call(promise::await).awaitParked();
    forever.interrupt();
    assertThrows(InterruptedException.class, forever::join);
    var timed = Threads.call(() -> promise.await(1, TimeUnit.HOURS)).awaitParked();
    timed.interrupt();
    assertThrows(InterruptedException.class, timed::join);
    assertEquals("empty", promise.dump());
  }

  @Test
  @DisplayName("an uninterruptible wait goes on, and keeps the interrupt in the status")
  @Tag("PR-9")
  void uninterruptible() throws Exception {
    var waiting =
        Threads.call(() -> promise.awaitUninterruptibly() + Thread.interrupted()).awaitParked();
    waiting.interrupt();
    Threads.pause(10);
    assertTrue(waiting.isRunning());
    promise.resolve("v");
    assertEquals("vtrue", waiting.join());
    Resolver<String> late = Promise.create();
    Thread.currentThread().interrupt();
    var resolver = Threads.start(() -> late.resolve("w"));
    assertEquals("w", late.promise().awaitUninterruptibly());
    assertTrue(Thread.interrupted());
    resolver.join();
  }

  @Test
  @DisplayName("a stray unpark does not end the wait")
  @Tag("CB-5")
  @Tag("PR-4")
  void strayUnpark() throws Exception {
    var waiting = Threads.call(promise::await).awaitParked();
    for (int i = 0; i < 10; i++) {
      LockSupport.unpark(waiting.thread());
      Threads.pause(1);
    }
    assertTrue(waiting.isRunning());
    promise.resolve("v");
    assertEquals("v", waiting.join());
  }

  @Test
  @DisplayName("with an interrupt and a resolution at once, the value or the interrupt is kept")
  @Tag("PR-7")
  void race() throws Exception {
    for (int round = 0; round < 500; round++) {
      OneShotPromise<String> p = new OneShotPromise<>();
      var waiting =
          Threads.call(
              () -> {
                try {
                  return p.await() + Thread.interrupted();
                } catch (InterruptedException e) {
                  return "interrupted" + Thread.interrupted();
                }
              });
      var resolver = Threads.start(() -> p.resolve("v"));
      waiting.interrupt();
      String end = waiting.join();
      resolver.join();
      assertTrue(end.startsWith("v") || end.equals("interruptedfalse"), end);
    }
  }
}
