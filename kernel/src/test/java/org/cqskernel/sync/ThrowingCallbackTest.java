// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.OneShot;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.testing.Acting;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Callbacks that throw: all are called, the first throwable is thrown")
@Tag("CB-3")
@Tag("RALL-7")
class ThrowingCallbackTest {
  /** Something that callbacks wait for, all resumed by one call. */
  interface Target {
    void add(Runnable callback);

    void resume();
  }

  private record Case(String name, Target target) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, Broadcast broadcast) {
    return new Case(
        name,
        new Target() {
          @Override
          public void add(Runnable callback) {
            broadcast.suspend(callback);
          }

          @Override
          public void resume() {
            broadcast.resumeAll();
          }
        });
  }

  private static Case promise(boolean fail) {
    Resolver<String> resolver = Promise.create();
    return new Case(
        fail ? "failed promise" : "promise",
        new Target() {
          @Override
          public void add(Runnable callback) {
            resolver.promise().onResolve((value, cause) -> callback.run());
          }

          @Override
          public void resume() {
            if (fail) {
              resolver.fail(new Exception());
            } else {
              resolver.resolve("v");
            }
          }
        });
  }

  private static Case cqs(Cancellation cancellation) {
    Cqs<String> queue = new Cqs<>(Resumption.SYNC, cancellation, new Policy<String>() {}, 1);
    return new Case(
        "Cqs " + cancellation,
        new Target() {
          @Override
          public void add(Runnable callback) {
            queue.suspend(Acting.run(callback));
          }

          @Override
          public void resume() {
            queue.resumeAll("v");
          }
        });
  }

  private static Case oneShot(int order) {
    OneShot<String> once =
        new OneShot<>() {
          @Override
          protected int segmentOrder() {
            return order;
          }
        };
    return new Case(
        "OneShot " + order,
        new Target() {
          @Override
          public void add(Runnable callback) {
            once.suspend(Acting.run(callback));
          }

          @Override
          public void resume() {
            assertTrue(once.tryResumeAll("v"));
          }
        });
  }

  static Stream<Case> targets() {
    return Stream.of(
        of("Broadcast", new Broadcast()),
        of("Broadcast 0", new Broadcast(0)),
        promise(false),
        promise(true),
        cqs(Cancellation.SIMPLE),
        cqs(Cancellation.SMART),
        oneShot(0),
        oneShot(2));
  }

  private final List<Integer> called = new ArrayList<>();

  private Throwable run(Case c, int count, Throwable... thrown) {
    for (int i = 0; i < count; i++) {
      int name = i;
      c.target.add(
          () -> {
            called.add(name);
            if (name < thrown.length && thrown[name] != null) {
              throw ThrowingCallbackTest.<RuntimeException>sneaky(thrown[name]);
            }
          });
    }
    Throwable got = null;
    try {
      c.target.resume();
    } catch (Throwable t) {
      got = t;
    }
    assertEquals(Stream.iterate(0, i -> i + 1).limit(count).toList(), called);
    return got;
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("the only one")
  void only(Case c) {
    Throwable a = new IllegalStateException("a");
    assertSame(a, run(c, 1, a));
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("the first")
  void first(Case c) {
    Throwable a = new IllegalStateException("a");
    assertSame(a, run(c, 5, a));
    assertEquals(0, a.getSuppressed().length);
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("one in the middle")
  void middle(Case c) {
    Throwable a = new IllegalStateException("a");
    assertSame(a, run(c, 5, null, null, a));
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("the last")
  void last(Case c) {
    Throwable a = new IllegalStateException("a");
    assertSame(a, run(c, 5, null, null, null, null, a));
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("all of them: the later ones are suppressed in the first, in order")
  void all(Case c) {
    Throwable[] thrown = {
      new IllegalStateException("a"), new Error("b"), new Exception("c"), new AssertionError("d")
    };
    assertSame(thrown[0], run(c, 4, thrown));
    assertEquals(Arrays.asList(thrown).subList(1, 4), Arrays.asList(thrown[0].getSuppressed()));
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("an Error is no different")
  void error(Case c) {
    Error e = new StackOverflowError("mine");
    assertSame(e, run(c, 3, e));
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("identical throwables are reported once")
  void identical(Case c) {
    Throwable a = new IllegalStateException("a");
    Throwable b = new IllegalStateException("b");
    assertSame(a, run(c, 7, a, a, b, a, b, b, a));
    assertEquals(List.of(b), Arrays.asList(a.getSuppressed()));
  }

  @ParameterizedTest
  @MethodSource("targets")
  @DisplayName("of a hundred throwables 16 are suppressed and the others counted")
  void many(Case c) {
    Throwable[] thrown = new Throwable[100];
    Arrays.setAll(thrown, i -> new IllegalStateException("t" + i));
    assertSame(thrown[0], run(c, 100, thrown));
    Throwable[] suppressed = thrown[0].getSuppressed();
    assertEquals(17, suppressed.length);
    for (int i = 0; i < 16; i++) {
      assertSame(thrown[i + 1], suppressed[i]);
    }
    assertTrue(suppressed[16].getMessage().contains("83 more"), suppressed[16].getMessage());
    Set<Throwable> distinct = new HashSet<>(Arrays.asList(suppressed));
    assertEquals(17, distinct.size());
  }

  @Test
  @DisplayName("a first throwable that suppresses nothing is thrown all the same")
  void withoutSuppression() {
    Throwable a = new Exception("a", null, false, false) {};
    Throwable[] thrown = new Throwable[40];
    Arrays.setAll(thrown, i -> i == 0 ? a : new IllegalStateException("t" + i));
    assertSame(a, run(of("Broadcast", new Broadcast()), 40, thrown));
  }

  @Test
  @DisplayName("a promise is resolved although resolving throws")
  @Tag("PR-1")
  void resolvedAllTheSame() {
    Resolver<String> resolver = Promise.create();
    resolver
        .promise()
        .onResolve(
            (value, cause) -> {
              throw new IllegalStateException("mine");
            });
    assertThrows(IllegalStateException.class, () -> resolver.tryResolve("v"));
    assertEquals("v", resolver.promise().peek("absent"));
    assertFalse(resolver.tryResolve("w"));
  }

  @Test
  @DisplayName("a callback that throws on registration has been called, and is not again")
  @Tag("CB-4")
  void onRegistration() {
    Promise<String> promise = Promise.resolved("v");
    assertThrows(
        IllegalStateException.class,
        () ->
            promise.onResolve(
                (value, cause) -> {
                  called.add(1);
                  throw new IllegalStateException("mine");
                }));
    assertEquals(List.of(1), called);
  }
}
