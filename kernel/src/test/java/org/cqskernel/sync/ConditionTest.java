// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.cqskernel.cqs.AlreadyCancelledException;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A condition, with a lock, a mutex or none")
class ConditionTest {
  private final Condition condition = new Condition();
  private final ReentrantLock lock = new ReentrantLock();
  private final Mutex mutex = new Mutex();
  private final List<String> log = Probe.log();
  private boolean ready;
  private int plain;

  @AfterEach
  void atRest() {
    assertFalse(Thread.interrupted());
    condition.validate();
    assertFalse(lock.isLocked());
    assertFalse(mutex.isLocked());
  }

  @Test
  @DisplayName("a thread that awaits with a lock has it again when it goes on")
  @Tag("COND-1")
  @Tag("COND-2")
  @Tag("COND-4")
  void withLock() throws Exception {
    var waiting =
        Threads.call(
                () -> {
                  lock.lock();
                  try {
                    while (!ready) {
                      condition.await(lock);
                      assertTrue(lock.isHeldByCurrentThread());
                    }
                    return plain;
                  } finally {
                    lock.unlock();
                  }
                })
            .awaitParked();
    lock.lock();
    plain = 7;
    ready = true;
    lock.unlock();
    condition.broadcast();
    assertEquals(7, waiting.join());
  }

  @Test
  @DisplayName("all threads that await with a mutex go on, one at a time")
  @Tag("COND-1")
  @Tag("COND-2")
  @Tag("COND-4")
  void withMutex() throws Exception {
    var waiting =
        Threads.start(
            () ->
                Threads.inParallel(
                    5,
                    () -> {
                      mutex.lock();
                      while (!ready) {
                        condition.await(mutex);
                        assertTrue(mutex.isLocked());
                      }
                      plain++;
                      mutex.unlock();
                    }));
    Threads.pause(20);
    mutex.lock();
    ready = true;
    condition.broadcast();
    mutex.unlock();
    waiting.join();
    assertEquals(5, plain);
  }

  @Test
  @DisplayName("a timed await tells a broadcast from a time-out, with the lock held after both")
  @Tag("COND-2")
  @Tag("COND-5")
  void timed() throws Exception {
    lock.lock();
    mutex.lock();
    assertFalse(condition.await(lock, 1, TimeUnit.MILLISECONDS));
    assertFalse(condition.await(mutex, 1, TimeUnit.MILLISECONDS));
    assertTrue(lock.isHeldByCurrentThread());
    assertTrue(mutex.isLocked());
    lock.unlock();
    mutex.unlock();
    var withLock =
        Threads.call(
                () -> {
                  lock.lock();
                  boolean called = condition.await(lock, 1, TimeUnit.HOURS);
                  lock.unlock();
                  return called;
                })
            .awaitParked();
    var withMutex =
        Threads.call(
                () -> {
                  mutex.lock();
                  boolean called = condition.await(mutex, 1, TimeUnit.HOURS);
                  mutex.unlock();
                  return called;
                })
            .awaitParked();
    condition.broadcast();
    assertTrue(withLock.join());
    assertTrue(withMutex.join());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -1_000_000_000_000L})
  @DisplayName("with a time-out of zero or less it does not wait, and holds the lock after")
  @Tag("COND-2")
  void noTime(long timeout) throws Exception {
    lock.lock();
    mutex.lock();
    assertFalse(condition.await(lock, timeout, TimeUnit.NANOSECONDS));
    assertFalse(condition.await(mutex, timeout, TimeUnit.NANOSECONDS));
    assertTrue(lock.isHeldByCurrentThread());
    assertTrue(mutex.isLocked());
    lock.unlock();
    mutex.unlock();
  }

  @Test
  @DisplayName("a thread interrupted before keeps the lock and does not register")
  @Tag("COND-3")
  void interruptedBefore() {
    lock.lock();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> condition.await(lock));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> condition.await(lock, 1, TimeUnit.HOURS));
    assertTrue(lock.isHeldByCurrentThread());
    lock.unlock();
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, condition::awaitNoMutex);
    assertEquals("no waiter yet\n", condition.toString());
  }

  @Test
  @DisplayName("a thread interrupted while it waits has the lock again and is not registered")
  @Tag("COND-2")
  @Tag("COND-5")
  void interruptedDuring() throws Exception {
    var waiting =
        Threads.start(
                () -> {
                  lock.lock();
                  try {
                    assertThrows(InterruptedException.class, () -> condition.await(lock));
                    assertTrue(lock.isHeldByCurrentThread());
                  } finally {
                    lock.unlock();
                  }
                })
            .awaitParked();
    lock.lock();
    waiting.interrupt();
    Threads.pause(10);
    assertTrue(waiting.isRunning());
    lock.unlock();
    waiting.join();
    assertFalse(condition.toString().contains("WAITER"));
  }

  @Test
  @DisplayName("re-locking does not give up when interrupted, and keeps the status")
  @Tag("COND-2")
  void interruptedWhileRelocking() throws Exception {
    var waiting =
        Threads.call(
                () -> {
                  mutex.lock();
                  condition.await(mutex);
                  boolean status = Thread.interrupted();
                  mutex.unlock();
                  return status;
                })
            .awaitParked();
    mutex.lock();
    condition.broadcast();
    Threads.until(() -> mutex.dump().contains("1 waiting"));
    waiting.awaitParked();
    waiting.interrupt();
    // It takes note of the interrupt and waits on, or is over.
    Threads.until(() -> !waiting.thread().isInterrupted());
    waiting.awaitParkedOrDone();
    assertTrue(waiting.isRunning());
    mutex.unlock();
    assertTrue(waiting.join());
  }

  @Test
  @DisplayName("an unheld lock throws at once and leaves nobody registered")
  @Tag("COND-14")
  void unheldLock() {
    assertThrows(IllegalMonitorStateException.class, () -> condition.await(lock));
    assertThrows(
        IllegalMonitorStateException.class, () -> condition.await(lock, 1, TimeUnit.HOURS));
    assertThrows(IllegalMonitorStateException.class, () -> condition.await(mutex));
    assertThrows(
        IllegalMonitorStateException.class, () -> condition.await(mutex, 1, TimeUnit.HOURS));
    assertFalse(condition.toString().contains("WAITER"));
  }

  @Test
  @DisplayName("null locks, units, callbacks and looks are refused, and nobody is registered")
  void nulls() {
    lock.lock();
    assertThrows(NullPointerException.class, () -> condition.await((ReentrantLock) null));
    assertThrows(NullPointerException.class, () -> condition.await((Mutex) null));
    assertThrows(NullPointerException.class, () -> condition.await(lock, 1, null));
    assertTrue(lock.isHeldByCurrentThread());
    lock.unlock();
    assertThrows(NullPointerException.class, () -> condition.loopNoMutex(null));
    assertThrows(NullPointerException.class, () -> condition.registerImmediate(null));
    assertEquals("no waiter yet\n", condition.toString());
  }

  @Test
  @DisplayName("a wait without a lock ends with the next broadcast, and not with an earlier one")
  @Tag("COND-7")
  @Tag("COND-13")
  void noMutex() throws Exception {
    condition.broadcast();
    var waiting = Threads.start(condition::awaitNoMutex).awaitParked();
    condition.broadcast();
    waiting.join();
    var interrupted = Threads.start(condition::awaitNoMutex).awaitParked();
    interrupted.interrupt();
    assertThrows(InterruptedException.class, interrupted::join);
    assertFalse(condition.toString().contains("WAITER"));
  }

  @Test
  @DisplayName("a loop looks again after each broadcast and ends with the first result")
  @Tag("COND-8")
  void loop() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger state = new AtomicInteger();
    assertEquals("at once", condition.loopNoMutex(() -> "at once"));
    assertFalse(condition.toString().contains("WAITER"));
    var waiting =
        Threads.call(
            () ->
                condition.loopNoMutex(
                    () -> {
                      looks.incrementAndGet();
                      return state.get() == 3 ? "three" : null;
                    }));
    for (int i = 1; i <= 3; i++) {
      waiting.awaitParked();
      int before = looks.get();
      state.set(i);
      condition.broadcast();
      Threads.until(() -> looks.get() > before || !waiting.isRunning());
    }
    assertEquals("three", waiting.join());
    assertFalse(condition.toString().contains("WAITER"));
  }

  @Test
  @DisplayName("a broadcast during the look causes another look")
  @Tag("COND-8")
  void broadcastDuringLook() throws Exception {
    int[] looks = new int[1];
    assertEquals(
        2,
        condition.<Integer>loopNoMutex(
            () -> {
              condition.broadcast();
              return ++looks[0] == 2 ? looks[0] : null;
            }));
  }

  @Test
  @DisplayName("a loop leaves nobody registered when its look throws")
  @Tag("COND-9")
  void lookThrows() {
    IllegalStateException thrown = new IllegalStateException("mine");
    assertSame(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                condition.loopNoMutex(
                    () -> {
                      throw thrown;
                    })));
    assertFalse(condition.toString().contains("WAITER"));
  }

  @Test
  @DisplayName("an interrupt ends a loop that is about to sleep, broadcast or not, or sleeps")
  @Tag("COND-10")
  @Tag("COND-9")
  void loopInterrupted() {
    for (boolean broadcast : new boolean[] {true, false}) {
      assertThrows(
          InterruptedException.class,
          () ->
              condition.loopNoMutex(
                  () -> {
                    if (broadcast) {
                      condition.broadcast();
                    }
                    Thread.currentThread().interrupt();
                    return null;
                  }));
      assertFalse(Thread.interrupted());
    }
    var sleeping = Threads.call(() -> condition.loopNoMutex(() -> null)).awaitParked();
    sleeping.interrupt();
    assertThrows(InterruptedException.class, sleeping::join);
    assertFalse(condition.toString().contains("WAITER"));
  }

  @Test
  @DisplayName("a registered callback is called by the next broadcast, in its thread, once")
  @Tag("COND-12")
  @Tag("COND-13")
  void registerImmediate() {
    condition.broadcast();
    Suspension a = condition.registerImmediate(() -> log.add(Thread.currentThread().getName()));
    Suspension b = condition.registerImmediate(() -> log.add("never"));
    assertTrue(b.cancel());
    assertThrows(AlreadyCancelledException.class, b::cancel);
    condition.broadcast();
    condition.broadcast();
    assertFalse(a.cancel());
    assertEquals(List.of(Thread.currentThread().getName()), log);
  }

  @Test
  @DisplayName("no change that is made under the lock and broadcast is missed")
  @Tag("COND-4")
  void pingPong() throws Exception {
    int[] turn = new int[1];
    Condition small = new Condition(0);
    var other =
        Threads.start(
            () -> {
              for (int i = 0; i < 3_000; i++) {
                lock.lock();
                while (turn[0] % 2 == 0) {
                  small.await(lock);
                }
                turn[0]++;
                small.broadcast();
                lock.unlock();
              }
            });
    for (int i = 0; i < 3_000; i++) {
      lock.lock();
      while (turn[0] % 2 == 1) {
        small.await(lock);
      }
      turn[0]++;
      small.broadcast();
      lock.unlock();
    }
    other.join();
    assertEquals(6_000, turn[0]);
    small.validate();
  }

  @Test
  @DisplayName("no change that is broadcast after it is made is missed by a loop, plain or not")
  @Tag("COND-8")
  @Tag("COND-11")
  void loopMissesNothing() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      Condition c = new Condition(0);
      int[] x = new int[1];
      var looking = Threads.call(() -> c.loopNoMutex(() -> x[0] == 0 ? null : x[0]));
      x[0] = round + 1;
      c.broadcast();
      assertEquals(round + 1, looking.join());
    }
  }
}
