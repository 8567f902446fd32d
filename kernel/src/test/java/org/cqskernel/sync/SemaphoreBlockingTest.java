// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Threads that acquire a permit")
class SemaphoreBlockingTest {
  @AfterEach
  void interruptStatusIsClear() {
    assertFalse(Thread.interrupted());
  }

  private static Semaphore taken(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption, 1);
    assertTrue(semaphore.tryAcquire());
    return semaphore;
  }

  private static void assertWhole(Semaphore semaphore) {
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
    assertTrue(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire());
    semaphore.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("they get permits in the order in which they came")
  @Tag("SEM-8")
  void inOrder(Resumption resumption) throws Exception {
    Semaphore semaphore = taken(resumption);
    var a = Threads.start(semaphore::acquire).awaitParked();
    var b = Threads.call(() -> semaphore.tryAcquire(1, TimeUnit.HOURS)).awaitParked();
    var c = Threads.start(semaphore::acquireUninterruptibly).awaitParked();
    semaphore.release();
    a.join();
    assertTrue(b.isRunning());
    semaphore.release();
    assertTrue(b.join());
    assertTrue(c.isRunning());
    semaphore.release();
    c.join();
    assertWhole(semaphore);
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a time-out of zero or less does not wait, and takes a permit that is free")
  @Tag("SEM-3")
  void noTime(Resumption resumption) throws Exception {
    Semaphore semaphore = new Semaphore(1, resumption);
    for (long timeout : new long[] {0, -1, Long.MIN_VALUE}) {
      assertTrue(semaphore.tryAcquire(timeout, TimeUnit.DAYS));
      assertFalse(semaphore.tryAcquire(timeout, TimeUnit.DAYS));
      semaphore.release();
    }
    assertFalse(semaphore.dump().contains("Segment"), semaphore::dump);
    assertTrue(semaphore.tryAcquire());
    assertWhole(semaphore);
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a time-out takes no permit and leaves nothing behind")
  @Tag("SEM-3")
  void timeOut(Resumption resumption) throws Exception {
    Semaphore semaphore = taken(resumption);
    for (int i = 0; i < 5; i++) {
      assertFalse(semaphore.tryAcquire(1, TimeUnit.MILLISECONDS));
    }
    assertWhole(semaphore);
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a thread interrupted before gets no permit, even if one is free")
  @Tag("SEM-3")
  void interruptedBefore(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, semaphore::acquire);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> semaphore.tryAcquire(1, TimeUnit.HOURS));
    assertFalse(Thread.interrupted());
    assertEquals(1, semaphore.availablePermits());
    Thread.currentThread().interrupt();
    semaphore.acquireUninterruptibly();
    assertTrue(Thread.interrupted());
    assertWhole(semaphore);
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a thread interrupted while it waits gets no permit")
  @Tag("SEM-3")
  @Tag("SEM-4")
  void interruptedDuring(Resumption resumption) throws Exception {
    Semaphore semaphore = taken(resumption);
    var forever = Threads.start(semaphore::acquire).awaitParked();
    forever.interrupt();
    assertThrows(InterruptedException.class, forever::join);
    var timed = Threads.call(() -> semaphore.tryAcquire(1, TimeUnit.HOURS)).awaitParked();
    timed.interrupt();
    assertThrows(InterruptedException.class, timed::join);
    var stubborn =
        Threads.call(
                () -> {
                  semaphore.acquireUninterruptibly();
                  return Thread.interrupted();
                })
            .awaitParked();
    stubborn.interrupt();
    Threads.pause(10);
    assertTrue(stubborn.isRunning());
    semaphore.release();
    assertTrue(stubborn.join());
    assertWhole(semaphore);
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("a permit that comes together with an interrupt is held or given on, never lost")
  @Tag("SEM-3")
  @Tag("SEM-4")
  void race(Resumption resumption) throws Exception {
    for (int round = 0; round < 500; round++) {
      Semaphore semaphore = taken(resumption);
      var waiting =
          Threads.call(
              () -> {
                try {
                  semaphore.acquire();
                  Thread.interrupted();
                  return true;
                } catch (InterruptedException e) {
                  return false;
                }
              });
      var releaser = Threads.start(semaphore::release);
      waiting.interrupt();
      boolean held = waiting.join();
      releaser.join();
      assertEquals(held ? 0 : 1, semaphore.availablePermits());
      semaphore.validate();
    }
  }
}
