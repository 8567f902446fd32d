// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A mutex, with both resumptions")
class MutexTest {
  private final List<String> log = Probe.log();

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("it is handed on in order to callbacks, waiters and threads")
  @Tag("SEM-8")
  void inOrder(Resumption resumption) throws Exception {
    Mutex mutex = new Mutex(resumption, 1);
    mutex.lock();
    assertTrue(mutex.isLocked());
    assertFalse(mutex.tryLock());
    assertFalse(mutex.tryLock(0, TimeUnit.SECONDS));
    assertFalse(mutex.tryLock(1, TimeUnit.MILLISECONDS));
    Suspension cancelled = mutex.lock(() -> log.add("never"));
    mutex.lock(() -> log.add("a"));
    assertTrue(mutex.lock(new Probe<Void>("b ", log)));
    assertTrue(cancelled.cancel());
    var thread = Threads.start(mutex::lockInterruptibly).awaitParked();
    mutex.unlock();
    assertEquals(List.of("a"), log);
    mutex.unlock();
    assertEquals(List.of("a", "b null"), log);
    assertTrue(thread.isRunning());
    mutex.unlock();
    thread.join();
    assertTrue(mutex.isLocked());
    mutex.unlock();
    assertFalse(mutex.isLocked());
    assertTrue(mutex.tryLock());
    mutex.unlock();
    assertTrue(mutex.tryLock(1, TimeUnit.HOURS));
    mutex.unlock();
    assertFalse(mutex.lock(new Probe<Void>("c ", log)));
    mutex.validate();
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("unlocking an unlocked mutex throws and changes nothing")
  @Tag("SEM-10")
  void unlockUnlocked(Resumption resumption) {
    Mutex mutex = new Mutex(resumption);
    assertThrows(IllegalMonitorStateException.class, mutex::unlock);
    assertFalse(mutex.isLocked());
    assertTrue(mutex.tryLock());
    assertFalse(mutex.tryLock());
    mutex.unlock();
    assertThrows(IllegalMonitorStateException.class, mutex::unlock);
  }

  @Test
  @DisplayName("an interrupted thread does not hold it, unless it insists")
  @Tag("SEM-3")
  void interrupted() throws Exception {
    Mutex mutex = new Mutex();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, mutex::lockInterruptibly);
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> mutex.tryLock(1, TimeUnit.HOURS));
    assertFalse(mutex.isLocked());
    Thread.currentThread().interrupt();
    mutex.lock();
    assertTrue(Thread.interrupted());
    var waiting = Threads.start(mutex::lockInterruptibly).awaitParked();
    waiting.interrupt();
    assertThrows(InterruptedException.class, waiting::join);
    mutex.unlock();
    assertFalse(mutex.isLocked());
  }

  @Test
  @DisplayName("null arguments are refused")
  void nulls() {
    Mutex mutex = new Mutex();
    assertThrows(NullPointerException.class, () -> new Mutex(null));
    assertThrows(NullPointerException.class, () -> mutex.lock((Runnable) null));
    assertThrows(NullPointerException.class, () -> mutex.lock((Probe<Void>) null));
    assertThrows(NullPointerException.class, () -> mutex.tryLock(1, null));
    assertFalse(mutex.isLocked());
  }

  @Test
  @DisplayName("it shows whether it is locked")
  void shown() {
    Mutex mutex = new Mutex();
    assertEquals("Mutex[unlocked]", mutex.toString());
    mutex.lock();
    assertEquals("Mutex[locked]", mutex.toString());
    assertTrue(mutex.dump().startsWith("Semaphore[0 of 1 free]\n"));
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("plain data under it is consistent among threads")
  @Tag("SEM-1")
  void exclusive(Resumption resumption) throws Exception {
    Mutex mutex = new Mutex(resumption);
    long[] plain = new long[2];
    Threads.inParallel(
        3,
        () -> {
          for (int i = 0; i < 5_000; i++) {
            mutex.lock();
            assertEquals(plain[0], plain[1]);
            plain[0]++;
            plain[1]++;
            mutex.unlock();
          }
        });
    assertEquals(15_000, plain[0]);
    mutex.validate();
  }
}
