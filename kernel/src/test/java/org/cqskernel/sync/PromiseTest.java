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
import java.util.concurrent.CompletionException;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A promise and its resolver")
class PromiseTest {
  private final Resolver<Object> resolver = Promise.create();
  private final Promise<Object> promise = resolver.promise();
  private final List<String> log = Probe.log();
  private final Exception cause = new IOException("mine");

  private Suspension onResolve(String name) {
    return promise.onResolve((value, thrown) -> log.add(name + " " + value + " " + thrown));
  }

  private final class Noting extends PromiseWaiter<Object> {
    @Override
    protected void onValue(Object value) {
      log.add("value " + value);
    }

    @Override
    protected void onFailure(Throwable thrown) {
      log.add("failure " + thrown.getMessage());
    }
  }

  @Test
  @DisplayName("it is unresolved, then resolved with a value for good")
  @Tag("PR-1")
  @Tag("PR-2")
  void resolve() {
    assertFalse(promise.isResolved());
    assertEquals("absent", promise.peek("absent"));
    assertNull(promise.failure());
    resolver.resolve("v");
    assertTrue(promise.isResolved());
    assertEquals("v", promise.peek("absent"));
    assertNull(promise.failure());
    assertFalse(resolver.tryResolve("w"));
    assertFalse(resolver.tryFail(cause));
    assertThrows(AlreadyResolvedException.class, () -> resolver.resolve("w"));
    assertThrows(AlreadyResolvedException.class, () -> resolver.fail(cause));
    assertEquals("v", promise.peek("absent"));
  }

  @Test
  @DisplayName("a failed promise throws its cause wherever a value is asked for")
  @Tag("PR-1")
  @Tag("PR-2")
  void fail() {
    resolver.fail(cause);
    assertTrue(promise.isResolved());
    assertSame(cause, promise.failure());
    assertSame(
        cause, assertThrows(CompletionException.class, () -> promise.peek("absent")).getCause());
    assertSame(cause, assertThrows(CompletionException.class, promise::await).getCause());
    assertSame(
        cause, assertThrows(CompletionException.class, promise::awaitUninterruptibly).getCause());
    assertThrows(AlreadyResolvedException.class, () -> resolver.resolve("w"));
    assertThrows(AlreadyResolvedException.class, () -> resolver.fail(new IOException()));
    assertSame(cause, promise.failure());
  }

  @Test
  @DisplayName("null is a value, and is not absent")
  @Tag("PR-2")
  void nullValue() throws Exception {
    onResolve("early");
    resolver.resolve(null);
    onResolve("late");
    assertTrue(promise.isResolved());
    assertNull(promise.peek("absent"));
    assertNull(promise.failure());
    assertNull(promise.await());
    assertFalse(resolver.tryResolve(null));
    assertEquals(List.of("early null null", "late null null"), log);
    assertNull(Promise.resolved(null).peek("absent"));
  }

  @Test
  @DisplayName("promises born resolved or failed are so")
  @Tag("PR-8")
  void born() throws Exception {
    assertEquals("v", Promise.resolved("v").await());
    assertSame(cause, Promise.failed(cause).failure());
    assertThrows(NullPointerException.class, () -> Promise.failed(null));
    List<Object> seen = new ArrayList<>();
    Promise.resolved("v").onResolve((value, thrown) -> seen.add(value));
    Promise.failed(cause).onResolve((value, thrown) -> seen.add(thrown));
    assertEquals(List.of("v", cause), seen);
  }

  @Test
  @DisplayName("a null cause is refused, and the promise stays unresolved")
  void nullCause() {
    assertThrows(NullPointerException.class, () -> resolver.tryFail(null));
    assertThrows(NullPointerException.class, () -> resolver.fail(null));
    assertFalse(promise.isResolved());
    resolver.resolve("v");
    assertThrows(NullPointerException.class, () -> resolver.tryFail(null));
  }

  @Test
  @DisplayName("null callbacks and waiters are refused, resolved or not")
  void nulls() {
    assertThrows(NullPointerException.class, () -> promise.onResolve(null));
    assertThrows(NullPointerException.class, () -> promise.register(null));
    resolver.resolve("v");
    assertThrows(NullPointerException.class, () -> promise.onResolve(null));
    assertThrows(NullPointerException.class, () -> promise.register(null));
  }

  @Test
  @DisplayName("callbacks are called once, in order, those that are cancelled are not")
  @Tag("PR-10")
  @Tag("PR-7")
  void callbacks() {
    Suspension a = onResolve("a");
    Suspension b = onResolve("b");
    Suspension c = onResolve("c");
    assertTrue(b.cancel());
    resolver.resolve("v");
    assertEquals(List.of("a v null", "c v null"), log);
    assertFalse(a.cancel());
    assertFalse(b.cancel());
    assertFalse(c.cancel());
    assertFalse(onResolve("late").cancel());
    assertEquals("late v null", log.get(2));
  }

  @Test
  @DisplayName("callbacks of a failed promise get null and the cause")
  @Tag("PR-10")
  void failedCallbacks() {
    onResolve("a");
    resolver.fail(cause);
    onResolve("late");
    assertEquals(List.of("a null " + cause, "late null " + cause), log);
  }

  @Test
  @DisplayName("a registered waiter is called with the value or with the cause")
  @Tag("CB-6")
  @Tag("PR-6")
  @Tag("MEM-7")
  void register() {
    Noting early = new Noting();
    assertTrue(promise.register(early));
    assertThrows(IllegalStateException.class, () -> promise.register(early));
    Noting cancelled = new Noting();
    assertTrue(promise.register(cancelled));
    assertTrue(cancelled.cancel());
    assertFalse(cancelled.cancel());
    resolver.resolve("v");
    Noting late = new Noting();
    assertFalse(promise.register(late));
    assertFalse(late.cancel());
    assertFalse(Promise.failed(cause).register(new Noting()));
    assertEquals(List.of("value v", "value v", "failure mine"), log);
    assertThrows(IllegalStateException.class, () -> promise.register(late));
    assertThrows(IllegalStateException.class, () -> new Noting().cancel());
  }

  @Test
  @DisplayName("a value that is a waiter, a promise or a throwable is a value like others")
  @Tag("CQS-22")
  void strangeValues() throws Exception {
    for (Object value : new Object[] {new Noting(), Promise.create(), cause, 12345678}) {
      Resolver<Object> r = Promise.create();
      List<Object> seen = new ArrayList<>();
      r.promise().onResolve((v, thrown) -> seen.add(v));
      r.promise().onResolve((v, thrown) -> seen.add(thrown));
      r.resolve(value);
      assertSame(value, seen.get(0));
      assertNull(seen.get(1));
      assertSame(value, r.promise().await());
      assertSame(value, r.promise().peek(null));
      assertNull(r.promise().failure());
      assertSame(value, Promise.resolved(value).await());
    }
  }

  @Test
  @DisplayName("a callback may register, cancel and resolve on the same promise")
  @Tag("PR-12")
  @Tag("PR-3")
  void reentrant() {
    List<Suspension> later = new ArrayList<>();
    promise.onResolve(
        (value, thrown) -> {
          log.add("outcome " + promise.peek("absent"));
          onResolve("inner");
          log.add("resolve " + resolver.tryResolve("w"));
          log.add("cancel " + later.get(0).cancel());
        });
    later.add(onResolve("later"));
    onResolve("last");
    resolver.resolve("v");
    assertEquals(
        List.of("outcome v", "inner v null", "resolve false", "cancel true", "last v null"), log);
  }

  @Test
  @DisplayName("of many resolvers one wins, and all see its value")
  @Tag("PR-1")
  @Tag("PR-2")
  void manyResolvers() throws Exception {
    for (int round = 0; round < 300; round++) {
      Resolver<Object> r = Promise.create();
      List<String> wins = Probe.log();
      Threads.inParallel(
          3,
          () -> {
            Object mine = new Object();
            if (r.tryResolve(mine)) {
              wins.add("" + mine);
            }
            log.add("" + r.promise().await());
          });
      assertEquals(1, wins.size());
      assertTrue(log.stream().allMatch(wins.get(0)::equals));
      log.clear();
    }
  }

  @Test
  @DisplayName("it shows its state and never the value")
  void shown() {
    assertEquals("Promise[unresolved]", promise.toString());
    resolver.resolve("secret");
    assertEquals("Promise[resolved]", promise.toString());
    assertEquals("Promise[failed]", Promise.failed(cause).toString());
  }
}
