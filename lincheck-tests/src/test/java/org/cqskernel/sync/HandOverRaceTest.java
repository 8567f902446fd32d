// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each race of threads that wait for a condition with a mutex, which the broadcast hands over to
 * the mutex's line. Threads really park: one that is left behind is reported as a hang.
 */
class HandOverRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  private static void checkAtRest(Condition condition, Mutex mutex) {
    check(!mutex.isLocked(), "the mutex stays locked");
    check(!condition.toString().contains("WAITER"), () -> "a waiter stays: " + condition);
    condition.validate();
    mutex.validate();
  }

  /** Two threads test under the mutex and await; one changes and broadcasts under it. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-1")
  @Tag("COND-2")
  @Tag("COND-4")
  void twoAwaitsAgainstBroadcastUnderTheMutex(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          Mutex mutex = new Mutex(Resumption.SYNC, order);
          boolean[] ready = new boolean[1];
          int[] inside = new int[1];
          Race.Party waits =
              () -> {
                mutex.lock();
                while (!ready[0]) {
                  condition.await(mutex);
                }
                check(++inside[0] == 1, "two threads have the mutex (COND-2)");
                Thread.yield();
                inside[0]--;
                mutex.unlock();
              };
          Race.run(
              waits,
              waits,
              () -> {
                mutex.lock();
                ready[0] = true;
                condition.broadcast();
                mutex.unlock();
              });
          checkAtRest(condition, mutex);
        });
  }

  /** Interrupted or handed over, the thread has the mutex once, and leaves neither line. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-2")
  @Tag("COND-3")
  @Tag("COND-5")
  void interruptAgainstBroadcastUnderTheMutex(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          Mutex mutex = new Mutex(Resumption.SYNC, order);
          int[] inside = new int[1];
          Race.interrupted(
              () -> {
                mutex.lock();
                try {
                  condition.await(mutex);
                } finally {
                  check(++inside[0] == 1, "two threads have the mutex (COND-2)");
                  inside[0]--;
                  mutex.unlock();
                }
              },
              () -> {
                mutex.lock();
                check(++inside[0] == 1, "two threads have the mutex (COND-2)");
                condition.broadcast();
                inside[0]--;
                mutex.unlock();
              });
          checkAtRest(condition, mutex);
        });
  }

  /** COND-14: the mutex is not locked; the wait does not begin, and leaves nothing behind. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-14")
  void unheldMutexAgainstBroadcast(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          Mutex mutex = new Mutex(Resumption.SYNC, order);
          Race.run(() -> checkRefused(() -> condition.await(mutex)), condition::broadcast);
          checkAtRest(condition, mutex);
        });
  }

  /** The same with another lock, which tells when it is unlocked: the registration goes again. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-14")
  void unheldLockAgainstBroadcast(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          ReentrantLock lock = new ReentrantLock();
          Race.run(() -> checkRefused(() -> condition.await(lock)), condition::broadcast);
          check(!lock.isLocked(), "the lock is locked");
          check(!condition.toString().contains("WAITER"), () -> "a waiter stays: " + condition);
          condition.validate();
        });
  }

  private static void checkRefused(Race.Party wait) throws Exception {
    try {
      wait.run();
    } catch (IllegalMonitorStateException e) {
      return;
    }
    throw new IllegalStateException("waited with a lock that is not held (COND-14)");
  }

  /**
   * COND-14: somebody else unlocks the mutex of one who has registered, whose own unlock throws
   * therefore. A mutex has no owner: an unlock that comes while another thread has the mutex is
   * that thread's, and no test can tell. So the steps of the wait are taken one by one here, with
   * the other's unlock where await has its own, and the withdrawal behind it.
   */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-14")
  void withdrawalAgainstBroadcastAndLock(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          Mutex mutex = new Mutex(Resumption.SYNC, order);
          check(mutex.tryLock(), "a fresh mutex is locked");
          Race.run(
              () -> {
                LockWaiter waiter = new LockWaiter.OfMutex(mutex);
                broadcast.suspend(waiter);
                mutex.unlock();
                waiter.withdraw();
              },
              broadcast::resumeAll,
              () -> {
                mutex.lock();
                mutex.unlock();
              });
          check(!mutex.isLocked(), "the mutex stays locked (COND-14)");
          check(!broadcast.toString().contains("WAITER"), () -> "a waiter stays: " + broadcast);
          broadcast.validate();
          mutex.validate();
        });
  }
}
