// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Threads;
import org.cqskernel.testing.Threads.Task;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Calls that are put off because they are nested too deeply")
class DeferredCallTest {
  /** Deeper than any call that nests as it is written. */
  private static final int DEEP = 100;

  private final List<String> log = new ArrayList<>();

  private static void nest(int depth, Runnable inside) {
    if (depth == 0) {
      inside.run();
      return;
    }
    Broadcast level = new Broadcast();
    level.suspend(() -> nest(depth - 1, inside));
    level.resumeAll();
  }

  /** Runs something in a callback from which further calls are put off. */
  private static void deep(Runnable inside) {
    nest(32, inside);
  }

  private Broadcast with(String... names) {
    Broadcast broadcast = new Broadcast(0);
    for (String name : names) {
      broadcast.suspend(() -> log.add(name));
    }
    return broadcast;
  }

  @Test
  @DisplayName("they are claimed at once and called before the outermost call returns")
  @Tag("RALL-10")
  void claimedAtOnce() {
    Resolver<String> resolver = Promise.create();
    List<Boolean> cancelled = new ArrayList<>();
    deep(
        () -> {
          var handle = resolver.promise().onResolve((value, cause) -> log.add(value));
          resolver.resolve("v");
          assertTrue(resolver.promise().isResolved());
          assertEquals(List.of(), log);
          cancelled.add(handle.cancel());
        });
    assertEquals(List.of("v"), log);
    assertEquals(List.of(false), cancelled);
  }

  @Test
  @DisplayName("a waiter that is resumed at once and put off is used, and cannot be cancelled")
  @Tag("MEM-7")
  @Tag("BC-5")
  void resumedNow() {
    Semaphore semaphore = new Semaphore(1);
    Probe<Void> waiter = new Probe<>("got ", log);
    deep(
        () -> {
          assertFalse(semaphore.acquire(waiter));
          assertEquals(List.of(), log);
          assertFalse(waiter.cancel());
          assertThrows(IllegalStateException.class, () -> semaphore.acquire(waiter));
        });
    assertEquals(List.of("got null"), log);
  }

  @Test
  @DisplayName("up to the limit calls nest as they are written")
  @Tag("RALL-10")
  void notSoDeep() {
    nest(
        31,
        () -> {
          with("inner").resumeAll();
          assertEquals(List.of("inner"), log);
        });
  }

  @Test
  @DisplayName("they are made in the order in which they were put off, each range in its order")
  @Tag("RALL-11")
  @Tag("RALL-3")
  void order() {
    deep(
        () -> {
          Broadcast first = with("a", "b");
          Broadcast second = with("c", "d");
          first.resumeAll();
          second.resumeAll();
          Promise.resolved("e").onResolve((value, cause) -> log.add(value));
          with("f").resumeAll();
          log.add("inside");
        });
    assertEquals(List.of("inside", "a", "b", "c", "d", "e", "f"), log);
  }

  @Test
  @DisplayName("what they put off in turn comes after what was put off before")
  @Tag("RALL-11")
  void orderOfSecondRound() {
    deep(
        () -> {
          Broadcast first = new Broadcast();
          first.suspend(() -> deep(() -> with("second round").resumeAll()));
          first.resumeAll();
          with("first round").resumeAll();
        });
    assertEquals(List.of("first round", "second round"), log);
  }

  @Test
  @DisplayName("a waiter of a range that was put off is claimed when its turn comes")
  @Tag("RALL-8")
  @Tag("RALL-10")
  void cancelWhilePutOff() {
    deep(
        () -> {
          Broadcast broadcast = with("a");
          var handle = broadcast.suspend(() -> log.add("never"));
          broadcast.suspend(() -> log.add("c"));
          broadcast.resumeAll();
          log.add("cancel " + handle.cancel());
        });
    assertEquals(List.of("cancel true", "a", "c"), log);
  }

  @Test
  @DisplayName("what they throw surfaces at the outermost call, and none is lost")
  @Tag("RALL-11")
  @Tag("RALL-7")
  void throwing() {
    IllegalStateException a = new IllegalStateException("a");
    Error b = new Error("b");
    RuntimeException inner = new RuntimeException("inner");
    Throwable got =
        assertThrows(
            RuntimeException.class,
            () ->
                deep(
                    () -> {
                      Broadcast broadcast = with("1");
                      broadcast.suspend(
                          () -> {
                            throw a;
                          });
                      broadcast.suspend(() -> log.add("2"));
                      broadcast.suspend(
                          () -> {
                            throw b;
                          });
                      broadcast.suspend(() -> log.add("3"));
                      broadcast.resumeAll();
                      with("4").resumeAll();
                      throw inner;
                    }));
    assertSame(inner, got);
    assertEquals(List.of("1", "2", "3", "4"), log);
    assertSame(a, got.getSuppressed()[0]);
    assertSame(b, a.getSuppressed()[0]);
  }

  @Test
  @DisplayName("in a deep chain each of whose callbacks throws, all are called and reported")
  @Tag("RALL-11")
  void throwingAtEveryDepth() {
    int length = 20_000;
    List<Resolver<Integer>> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(Promise.create());
    }
    List<Throwable> thrown = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int me = i;
      chain
          .get(i)
          .promise()
          .onResolve(
              (value, cause) -> {
                log.add("" + me);
                try {
                  if (me + 1 < length) {
                    chain.get(me + 1).resolve(0);
                  }
                } finally {
                  if (me % 100 == 0) {
                    IllegalStateException mine = new IllegalStateException("" + me);
                    thrown.add(mine);
                    throw mine;
                  }
                }
              });
    }
    Throwable got = assertThrows(IllegalStateException.class, () -> chain.get(0).resolve(0));
    assertEquals(length, log.size());
    assertEquals(200, thrown.size());
    assertTrue(thrown.contains(got));
    assertTrue(got.getSuppressed().length > 0);
    // The thread is as before: nothing pending, nothing counted.
    log.clear();
    notSoDeep();
  }

  @Test
  @DisplayName("after a call that threw, the thread nests as deep as before")
  @Tag("RALL-11")
  void depthIsRestored() {
    for (int i = 0; i < DEEP; i++) {
      assertThrows(
          IllegalStateException.class,
          () ->
              nest(
                  20,
                  () -> {
                    throw new IllegalStateException();
                  }));
    }
    notSoDeep();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @DisplayName("threads are not called but woken: at once, however deep")
  @Tag("RALL-10")
  void threads(int waiters) {
    Resolver<String> resolver = Promise.create();
    List<Task<String>> waiting = new ArrayList<>();
    for (int i = 0; i < waiters; i++) {
      waiting.add(Threads.call(resolver.promise()::await).awaitParked());
    }
    deep(
        () -> {
          resolver.resolve("v");
          Threads.until(() -> waiting.stream().noneMatch(Task::isRunning));
        });
  }

  @Test
  @DisplayName("so are threads that wait with a mutex: when they have it, at once")
  @Tag("RALL-10")
  @Tag("COND-2")
  void threadsWithMutex() {
    Condition condition = new Condition();
    Mutex mutex = new Mutex();
    Task<Void> waiting =
        Threads.start(
            () -> {
              mutex.lock();
              condition.await(mutex);
            });
    waiting.awaitParked();
    deep(
        () -> {
          condition.broadcast();
          Threads.until(() -> !waiting.isRunning());
        });
    assertTrue(mutex.isLocked());
  }

  @Test
  @DisplayName("permits released in a callback that is nested too deeply are handed on")
  @Tag("RALL-11")
  @Tag("SEM-3")
  void permits() {
    Semaphore semaphore = new Semaphore(1);
    semaphore.tryAcquire();
    semaphore.acquire(() -> log.add("got it"));
    deep(
        () -> {
          semaphore.release();
          assertEquals(List.of(), log);
        });
    assertEquals(List.of("got it"), log);
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
  }
}
