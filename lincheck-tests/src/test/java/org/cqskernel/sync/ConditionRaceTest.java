// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each race of a condition, with threads that really park: a lost wake-up is reported as a hang.
 */
class ConditionRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  /** Test under the mutex and await; change under the mutex and broadcast. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-1")
  @Tag("COND-2")
  @Tag("COND-4")
  void awaitWithMutexAgainstBroadcast(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          Mutex mutex = new Mutex(Resumption.SYNC, order);
          boolean[] ready = new boolean[1];
          Race.run(
              () -> {
                mutex.lock();
                while (!ready[0]) {
                  condition.await(mutex);
                  check(mutex.isLocked(), "await returned without the mutex (COND-2)");
                }
                mutex.unlock();
              },
              () -> {
                mutex.lock();
                ready[0] = true;
                mutex.unlock();
                condition.broadcast();
              });
          check(!mutex.isLocked(), "the mutex stays locked");
          condition.validate();
          mutex.validate();
        });
  }

  /** The loop registers before it looks. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-8")
  @Tag("COND-9")
  void loopAgainstBroadcast(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          AtomicInteger state = new AtomicInteger();
          Race.run(
              () -> condition.loopNoMutex(() -> state.get() == 2 ? "done" : null),
              () -> {
                state.incrementAndGet();
                condition.broadcast();
              },
              () -> {
                state.incrementAndGet();
                condition.broadcast();
              });
          condition.validate();
        });
  }

  /** However the loop ends, by what it saw or by the interrupt, nothing of it stays registered. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-8")
  @Tag("COND-9")
  @Tag("COND-10")
  void interruptedLoopAgainstBroadcast(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          AtomicInteger state = new AtomicInteger();
          Race.interrupted(
              () -> condition.loopNoMutex(() -> state.get() == 1 ? "done" : null),
              () -> {
                state.set(1);
                condition.broadcast();
              });
          check(!condition.toString().contains("WAITER"), () -> "a waiter stays: " + condition);
          condition.validate();
        });
  }

  /** Two threads that wait without a mutex: one broadcast wakes both, wherever they are. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-4")
  @Tag("COND-8")
  void twoLoopsAgainstBroadcast(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          AtomicInteger state = new AtomicInteger();
          Race.Party waits = () -> condition.loopNoMutex(() -> state.get() == 1 ? "done" : null);
          Race.run(
              waits,
              waits,
              () -> {
                state.set(1);
                condition.broadcast();
              });
          condition.validate();
        });
  }

  /** A broadcast claims the waiter or its cancel wins. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-5")
  @Tag("COND-12")
  void registerImmediateAgainstBroadcast(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          AtomicInteger ends = new AtomicInteger();
          Race.run(
              () -> {
                if (condition.registerImmediate(ends::incrementAndGet).cancel()) {
                  ends.incrementAndGet();
                }
              },
              condition::broadcast);
          check(ends.get() == 1, "called and cancelled, or neither: " + ends);
          condition.validate();
        });
  }

  /**
   * What COND-7 warns of: a look and then awaitNoMutex. A broadcast between the two is missed, and
   * the thread sleeps for ever. The test expects Lincheck to find that.
   */
  @Test
  @Tag("COND-7")
  void awaitWithoutMutexMissesABroadcast() {
    assertThrows(
        LincheckAssertionError.class,
        () ->
            explore(
                Bounds.PARKING_SCHEDULES,
                () -> {
                  Condition condition = new Condition(0);
                  AtomicBoolean ready = new AtomicBoolean();
                  Race.run(
                      () -> {
                        if (!ready.get()) {
                          condition.awaitNoMutex();
                        }
                      },
                      () -> {
                        ready.set(true);
                        condition.broadcast();
                      });
                }));
  }
}
