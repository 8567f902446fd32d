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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Promises and completion stages")
class PromiseStageTest {
  private final OneShotPromise<String> promise = new OneShotPromise<>();
  private final IOException cause = new IOException("mine");

  @Test
  @DisplayName("the future ends as the promise does, before or after")
  @Tag("PR-10")
  void ends() throws Exception {
    CompletableFuture<String> early = promise.toCompletionStage();
    assertFalse(early.isDone());
    promise.resolve("v");
    assertEquals("v", early.get());
    assertEquals("v", promise.toCompletionStage().get());
    assertNull(Promise.resolved(null).toCompletionStage().get());
  }

  @Test
  @DisplayName("a failure is the future's exception, unwrapped")
  @Tag("PR-10")
  void failure() {
    CompletableFuture<String> early = promise.toCompletionStage();
    promise.fail(cause);
    for (CompletableFuture<String> future : List.of(early, promise.toCompletionStage())) {
      assertSame(cause, assertThrows(ExecutionException.class, future::get).getCause());
    }
  }

  @Test
  @DisplayName("whatever ends the future takes its registration out again")
  @Tag("PR-11")
  void deregisters() throws Exception {
    promise.toCompletionStage().cancel(false);
    assertEquals("empty", promise.dump());
    promise.toCompletionStage().complete("mine");
    assertEquals("empty", promise.dump());
    promise.toCompletionStage().completeExceptionally(cause);
    assertEquals("empty", promise.dump());
    CompletableFuture<String> timed =
        promise.toCompletionStage().orTimeout(2, TimeUnit.MILLISECONDS);
    assertTrue(
        assertThrows(ExecutionException.class, timed::get).getCause() instanceof TimeoutException);
    // Another thread ends it, and takes the registration out a moment after.
    Threads.until(() -> promise.dump().equals("empty"));
    CompletableFuture<String> defaulted =
        promise.toCompletionStage().completeOnTimeout("late", 2, TimeUnit.MILLISECONDS);
    assertEquals("late", defaulted.get());
    Threads.until(() -> promise.dump().equals("empty"));
    assertFalse(promise.isResolved());
  }

  @Test
  @DisplayName("ending one future leaves the promise and the other futures alone")
  @Tag("PR-11")
  void others() throws Exception {
    CompletableFuture<String> a = promise.toCompletionStage();
    CompletableFuture<String> b = promise.toCompletionStage();
    assertTrue(a.cancel(true));
    promise.validate();
    promise.resolve("v");
    assertThrows(CancellationException.class, a::join);
    assertEquals("v", b.get());
  }

  @Test
  @DisplayName("what a dependent stage throws stays with that stage")
  @Tag("RALL-7")
  void dependentThrows() {
    CompletableFuture<Object> dependent =
        promise
            .toCompletionStage()
            .thenApply(
                v -> {
                  throw new IllegalStateException(v);
                });
    promise.resolve("v");
    assertTrue(dependent.isCompletedExceptionally());
  }

  @Test
  @DisplayName("what a callback throws to a stage goes to the thread's handler")
  @Tag("RALL-7")
  void callbackThrowsToStage() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    Promise<String> of = Promise.fromCompletionStage(future);
    IllegalStateException thrown = new IllegalStateException("callback");
    of.onResolve(
        (value, cause) -> {
          throw thrown;
        });
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread thread = new Thread(() -> future.complete("v"));
    thread.setUncaughtExceptionHandler((t, e) -> seen.set(e));
    thread.start();
    thread.join();
    assertSame(thrown, seen.get());
    assertEquals("v", of.peek(null));
  }

  @Test
  @DisplayName("a promise of a stage ends as the stage does, with the cause unwrapped")
  @Tag("PR-1")
  void fromStage() throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    Promise<String> direct = Promise.fromCompletionStage(future);
    Promise<Integer> dependent = Promise.fromCompletionStage(future.thenApply(String::length));
    assertFalse(direct.isResolved());
    future.complete("abc");
    assertEquals("abc", direct.await());
    assertEquals(3, dependent.await());

    CompletableFuture<String> bad = new CompletableFuture<>();
    Promise<String> badDirect = Promise.fromCompletionStage(bad);
    Promise<String> badDependent = Promise.fromCompletionStage(bad.thenApply(v -> v));
    bad.completeExceptionally(cause);
    assertSame(cause, badDirect.failure());
    assertSame(cause, badDependent.failure());
    assertSame(cause, Promise.fromCompletionStage(CompletableFuture.failedStage(cause)).failure());
  }

  @Test
  @DisplayName("a stage's CompletionException without a cause is kept")
  @Tag("PR-1")
  void bareCompletionException() {
    CompletionException bare = new CompletionException("bare", null);
    assertSame(bare, Promise.fromCompletionStage(CompletableFuture.failedFuture(bare)).failure());
  }

  @Test
  @DisplayName("null and cancelled stages")
  void oddStages() {
    assertThrows(NullPointerException.class, () -> Promise.fromCompletionStage(null));
    assertNull(Promise.fromCompletionStage(CompletableFuture.completedFuture(null)).peek("x"));
    CompletableFuture<String> future = new CompletableFuture<>();
    Promise<String> of = Promise.fromCompletionStage(future);
    future.cancel(false);
    assertTrue(of.failure() instanceof CancellationException);
  }

  @Test
  @DisplayName("there and back again is the same outcome")
  @Tag("PR-2")
  void roundTrip() throws Exception {
    Promise<String> back = Promise.fromCompletionStage(promise.toCompletionStage());
    List<String> seen = new ArrayList<>();
    back.onResolve((value, thrown) -> seen.add(value));
    promise.resolve("v");
    assertEquals(List.of("v"), seen);
    Promise<Object> failed = Promise.fromCompletionStage(Promise.failed(cause).toCompletionStage());
    assertSame(cause, failed.failure());
  }
}
