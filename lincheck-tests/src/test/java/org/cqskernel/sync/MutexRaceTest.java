// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each race of a mutex: lock, cancel and unlock, with callbacks and with threads. */
class MutexRaceTest {

  /** Both kinds of resumption, and each segment size. */
  static Stream<Arguments> modes() {
    return Stream.of(Resumption.values())
        .flatMap(mode -> IntStream.of(Bounds.ORDERS).mapToObj(order -> arguments(mode, order)));
  }

  /** One locks and cancels, one locks, one unlocks: whoever is left has the mutex, once. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-1")
  @Tag("SEM-4")
  @Tag("SEM-6")
  void lockAndCancelAgainstLockAndUnlock(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Mutex mutex = new Mutex(resumption, order);
          check(mutex.tryLock(), "a fresh mutex is locked");
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          Race.run(
              () -> {
                mutex.lock(first);
                first.tryCancel();
              },
              () -> mutex.lock(second),
              mutex::unlock);
          first.checkSettled();
          check(!first.called() || !second.called(), "two have the mutex (SEM-1)");
          if (first.called()) {
            mutex.unlock();
          }
          second.checkCalled();
          mutex.unlock();
          check(!mutex.isLocked(), "locked by nobody");
          mutex.validate();
        });
  }

  /** A thread in line is interrupted while the mutex is unlocked: it has it, or it is free. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-4")
  @Tag("CQS-20")
  void interruptedLockAgainstUnlock(Resumption resumption, int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Mutex mutex = new Mutex(resumption, order);
          check(mutex.tryLock(), "a fresh mutex is locked");
          boolean[] held = new boolean[1];
          Race.interrupted(
              () -> {
                mutex.lockInterruptibly();
                held[0] = true;
              },
              mutex::unlock);
          check(mutex.isLocked() == held[0], held[0] ? "has it, unlocked" : "locked by nobody");
          mutex.validate();
        });
  }

  /** SEM-10: two unlock what is locked once. One is told so, and the mutex is unlocked. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-10")
  void twoUnlocks(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Mutex mutex = new Mutex(resumption, order);
          check(mutex.tryLock(), "a fresh mutex is locked");
          AtomicInteger told = new AtomicInteger();
          Race.Party unlock =
              () -> {
                try {
                  mutex.unlock();
                } catch (IllegalStateException | IllegalMonitorStateException e) {
                  told.incrementAndGet();
                }
              };
          Race.run(unlock, unlock);
          check(told.get() == 1, told + " of two unlocks were told");
          check(mutex.tryLock() && !mutex.tryLock(), "unlocked twice (SEM-10)");
          mutex.validate();
        });
  }
}
