// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Threads that really park and are interrupted while they are resumed: they have what they wait for
 * or have left nothing behind (CQS-20). Also a waiter that refuses.
 *
 * <p>Time-outs are missing because Lincheck's clock stands still. The explorer has them ({@code
 * waiting-await-timed}, {@code waiting-acquire-timed}), and so have the suites, in real time.
 */
class LeavingRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  /** Both kinds of resumption, and each segment size. */
  static Stream<Arguments> modes() {
    return Stream.of(Resumption.values())
        .flatMap(mode -> orders().mapToObj(order -> arguments(mode, order)));
  }

  private static void checkPermit(Semaphore semaphore, boolean held) {
    semaphore.validate();
    check(
        semaphore.availablePermits() == (held ? 0 : 1),
        () -> semaphore + ", and the thread has " + (held ? "a permit" : "none") + " (SEM-3)");
  }

  private static Semaphore taken(Resumption resumption, int order) {
    Semaphore semaphore =
        new Semaphore(1, resumption, policy -> CqsScenarios.impatient(resumption, policy, order));
    check(semaphore.tryAcquire(), "a fresh semaphore has no permit");
    return semaphore;
  }

  /** The thread has the permit, or the interrupt. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-20")
  @Tag("SEM-3")
  @Tag("SEM-4")
  void interruptedAcquireAgainstRelease(Resumption resumption, int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          boolean[] held = new boolean[1];
          Race.interrupted(
              () -> {
                semaphore.acquire();
                held[0] = true;
              },
              semaphore::release);
          checkPermit(semaphore, held[0]);
        });
  }

  /** The thread has the value, or the interrupt, and nothing of it stays in the promise. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-7")
  @Tag("PR-8")
  @Tag("CQS-20")
  void interruptedAwaitAgainstResolution(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          PromiseScenarios.Sized promise = new PromiseScenarios.Sized(order);
          Ledger first = new Ledger("first");
          promise.suspend(first);
          Race.interrupted(
              () -> check(promise.await() == "value", "awaited another value"),
              () -> promise.tryResolve("value"));
          first.checkCalled();
          promise.validate();
        });
  }

  /** Interrupted or woken, the thread holds the mutex when await ends. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("COND-2")
  @Tag("COND-3")
  @Tag("COND-5")
  @Tag("CQS-20")
  void interruptedConditionAgainstBroadcast(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Condition condition = new Condition(order);
          Mutex mutex = new Mutex(Resumption.SYNC, order);
          check(mutex.tryLock(), "a fresh mutex is locked");
          Race.interrupted(
              () -> {
                try {
                  condition.await(mutex);
                } finally {
                  check(mutex.isLocked(), "await ended without the mutex (COND-2)");
                  mutex.unlock();
                }
              },
              condition::broadcast);
          check(!mutex.isLocked(), "the mutex stays locked");
          condition.validate();
          mutex.validate();
        });
  }

  /** A waiter that cannot use the permit any more returns it, and the next one has it. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-20")
  @Tag("SEM-3")
  void refusedDeliveryAgainstAcquire(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          Waiter<Object> refuses =
              new Waiter<>() {
                @Override
                protected void resumed(Object value) {
                  throw new AssertionError("resumed, although it refuses");
                }

                @Override
                protected boolean tryResume(Object value) {
                  return false;
                }
              };
          Ledger other = new Ledger("other");
          Race.run(
              () -> semaphore.acquire(refuses), () -> semaphore.acquire(other), semaphore::release);
          other.checkCalled();
          checkPermit(semaphore, true);
        });
  }
}
