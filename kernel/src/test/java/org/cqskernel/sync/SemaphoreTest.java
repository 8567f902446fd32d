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
import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.AlreadyCancelledException;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Refusing;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A semaphore, with both resumptions")
class SemaphoreTest {
  private final List<String> log = Probe.log();

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("permits are taken while there are some and given back")
  @Tag("SEM-1")
  @Tag("SEM-2")
  void permits(Resumption resumption) throws Exception {
    Semaphore semaphore = new Semaphore(3, resumption);
    semaphore.acquire();
    semaphore.acquireUninterruptibly();
    assertTrue(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire());
    assertEquals(0, semaphore.availablePermits());
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
    assertTrue(semaphore.tryAcquire(1, TimeUnit.HOURS));
    for (int i = 0; i < 3; i++) {
      semaphore.release();
    }
    assertEquals(3, semaphore.availablePermits());
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a callback is called at once while there are permits, else when its turn comes")
  @Tag("SEM-2")
  @Tag("SEM-8")
  void callbacks(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption, 0);
    semaphore.acquire(() -> log.add("a"));
    semaphore.acquire(() -> log.add("b"));
    semaphore.acquire(() -> log.add("c"));
    assertEquals(List.of("a"), log);
    semaphore.release();
    assertEquals(List.of("a", "b"), log);
    semaphore.release();
    semaphore.release();
    assertEquals(List.of("a", "b", "c"), log);
    assertEquals(1, semaphore.availablePermits());
    semaphore.validate();
  }

  @ParameterizedTest
  @CsvSource({"SYNC,0", "SYNC,1", "SYNC,5", "ASYNC,0", "ASYNC,1", "ASYNC,5"})
  @DisplayName("cancelled acquires take nothing and are passed over in order")
  @Tag("SEM-3")
  @Tag("SEM-4")
  @Tag("SEM-7")
  @Tag("SEM-8")
  @Tag("CQS-12")
  @Tag("CQS-26")
  void cancelled(Resumption resumption, int order) {
    Semaphore semaphore = new Semaphore(2, resumption, order);
    semaphore.tryAcquire();
    semaphore.tryAcquire();
    List<Suspension> handles = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int name = i;
      handles.add(semaphore.acquire(() -> log.add("" + name)));
    }
    for (int i = 0; i < 60; i++) {
      if (i % 10 != 5) {
        assertTrue(handles.get(i).cancel());
        assertThrows(AlreadyCancelledException.class, handles.get(i)::cancel);
      } else {
        expected.add("" + i);
      }
    }
    semaphore.validate();
    for (int i = 0; i < expected.size(); i++) {
      semaphore.release();
    }
    assertEquals(expected, log);
    assertFalse(handles.get(5).cancel());
    assertEquals(0, semaphore.availablePermits());
    semaphore.release();
    semaphore.release();
    assertEquals(2, semaphore.availablePermits());
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("with all waiters cancelled, every permit comes back")
  @Tag("SEM-3")
  void allCancelled(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption, 1);
    semaphore.tryAcquire();
    List<Suspension> handles = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      handles.add(semaphore.acquire(() -> log.add("never")));
    }
    handles.forEach(handle -> assertTrue(handle.cancel()));
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
    assertTrue(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire());
    assertEquals(List.of(), log);
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("who has cancelled is not counted as waiting")
  @Tag("SEM-2")
  void cancelledIsNotCounted(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption);
    assertTrue(semaphore.tryAcquire());
    assertTrue(semaphore.acquire(() -> {}).cancel());
    assertEquals("Semaphore[0 of 1 free]", semaphore.toString());
  }

  @Test
  @DisplayName("at rest its queue is checked too: no cancellation is under way")
  @Tag("CQS-16")
  void validateInside() {
    Semaphore[] semaphore = new Semaphore[1];
    Policy<Void> looks =
        new Policy<>() {
          @Override
          public boolean onCancellation() {
            log.add(assertThrows(IllegalStateException.class, semaphore[0]::validate).getMessage());
            return true;
          }
        };
    semaphore[0] =
        new Semaphore(
            1, Resumption.ASYNC, policy -> new Cqs<>(Resumption.ASYNC, Cancellation.SMART, looks));
    assertTrue(semaphore[0].tryAcquire());
    assertTrue(semaphore[0].acquire(() -> {}).cancel());
    assertEquals(1, log.size());
    assertTrue(log.get(0).contains("holds a cancellation under way"), log.get(0));
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a release above the capacity throws and changes nothing")
  @Tag("SEM-10")
  void releaseAboveCapacity(Resumption resumption) {
    Semaphore semaphore = new Semaphore(2, resumption);
    assertThrows(IllegalStateException.class, semaphore::release);
    semaphore.tryAcquire();
    semaphore.release();
    for (int i = 0; i < 3; i++) {
      assertThrows(IllegalStateException.class, semaphore::release);
    }
    assertEquals(2, semaphore.availablePermits());
    assertTrue(semaphore.tryAcquire());
    assertTrue(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire());
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a permit that a waiter has no use for goes to the next one")
  @Tag("CQS-20")
  @Tag("SEM-3")
  void undelivered(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption, 1);
    assertFalse(semaphore.acquire(new Refusing<>()));
    assertEquals(1, semaphore.availablePermits());
    semaphore.tryAcquire();
    for (int i = 0; i < 10; i++) {
      assertTrue(semaphore.acquire(new Refusing<>(i % 2 == 0)));
    }
    semaphore.acquire(() -> log.add("called"));
    semaphore.release();
    assertEquals(List.of("called"), log);
    assertEquals(0, semaphore.availablePermits());
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a callback may acquire and release")
  @Tag("CB-2")
  void reentrant(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption, 0);
    semaphore.acquire(
        () -> {
          semaphore.acquire(() -> log.add("inner"));
          log.add("outer");
          semaphore.release();
        });
    assertEquals(List.of("outer", "inner"), log);
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("what a callback throws reaches the caller, and the callback owns its permit")
  @Tag("RALL-7")
  @Tag("SEM-3")
  void callbackThrows(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption);
    IllegalStateException thrown = new IllegalStateException("mine");
    Runnable bad =
        () -> {
          throw thrown;
        };
    assertSame(thrown, assertThrows(IllegalStateException.class, () -> semaphore.acquire(bad)));
    assertEquals(0, semaphore.availablePermits());
    semaphore.acquire(bad);
    assertSame(thrown, assertThrows(IllegalStateException.class, semaphore::release));
    assertEquals(0, semaphore.availablePermits());
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
    semaphore.validate();
  }

  @Test
  @DisplayName("a semaphore needs a permit and a resumption, callbacks and units are not null")
  void arguments() {
    assertThrows(IllegalArgumentException.class, () -> new Semaphore(0));
    assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
    assertThrows(NullPointerException.class, () -> new Semaphore(1, null));
    Semaphore semaphore = new Semaphore(1);
    assertThrows(NullPointerException.class, () -> semaphore.acquire((Runnable) null));
    assertThrows(NullPointerException.class, () -> semaphore.acquire((Probe<Void>) null));
    assertThrows(NullPointerException.class, () -> semaphore.tryAcquire(1, null));
    assertEquals(1, semaphore.availablePermits());
  }

  @Test
  @DisplayName("it shows its permits or its waiters")
  void shown() {
    Semaphore semaphore = new Semaphore(2);
    assertEquals("Semaphore[2 of 2 free]", semaphore.toString());
    semaphore.tryAcquire();
    semaphore.tryAcquire();
    assertEquals("Semaphore[0 of 2 free]", semaphore.toString());
    semaphore.acquire(() -> {});
    assertEquals("Semaphore[1 waiting]", semaphore.toString());
    assertTrue(semaphore.dump().startsWith("Semaphore[1 waiting]\nSegment 0 "));
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("never more threads than permits are inside, and none is lost")
  @Tag("SEM-1")
  @Tag("SEM-3")
  void holders(Resumption resumption) throws Exception {
    Semaphore semaphore = new Semaphore(2, resumption, 1);
    int[] plain = new int[1];
    Semaphore guard = new Semaphore(1, resumption);
    int[] inside = new int[1];
    Threads.inParallel(
        4,
        () -> {
          for (int i = 0; i < 3_000; i++) {
            semaphore.acquire();
            guard.acquire();
            inside[0]++;
            plain[0]++;
            assertTrue(inside[0] <= 2);
            guard.release();
            guard.acquireUninterruptibly();
            inside[0]--;
            guard.release();
            semaphore.release();
          }
        });
    assertEquals(12_000, plain[0]);
    assertEquals(2, semaphore.availablePermits());
    semaphore.validate();
    guard.validate();
  }
}
