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

/** Each race of a semaphore: acquire, cancel and release, with callbacks and with threads. */
class SemaphoreRaceTest {

  /** Both kinds of resumption, and each segment size. */
  static Stream<Arguments> modes() {
    return Stream.of(Resumption.values())
        .flatMap(mode -> IntStream.of(Bounds.ORDERS).mapToObj(order -> arguments(mode, order)));
  }

  private static Semaphore taken(Resumption resumption, int order) {
    Semaphore semaphore = new Semaphore(1, resumption, order);
    check(semaphore.tryAcquire(), "a fresh semaphore has no permit");
    return semaphore;
  }

  /**
   * SEM-3: at rest, after the permits were given back, one is free, nobody waits and none is over.
   */
  private static void checkConserved(Semaphore semaphore, int held) {
    semaphore.validate();
    for (int i = 0; i < held; i++) {
      semaphore.release();
    }
    check(
        semaphore.availablePermits() == 1,
        () -> semaphore + ": a permit is lost or doubled (SEM-3)");
    Ledger first = new Ledger("late 1");
    Ledger second = new Ledger("late 2");
    semaphore.acquire(first);
    semaphore.acquire(second);
    check(first.called() && !second.called(), "the queue holds a permit of its own (SEM-3)");
  }

  /** The first of two waiters cancels while the permit is released. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-4")
  @Tag("SEM-7")
  @Tag("CQS-11")
  @Tag("CQS-12")
  @Tag("CQS-13")
  void cancelAgainstRelease(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          semaphore.acquire(first);
          semaphore.acquire(second);
          Race.run(first::tryCancel, semaphore::release);
          first.checkSettled();
          check(first.called() != second.called(), "the permit went to both or to nobody");
          if (first.called()) {
            semaphore.release();
          }
          second.checkCalled();
          checkConserved(semaphore, 1);
        });
  }

  /** The only waiter cancels while the permit is released: the release is refused or delivered. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-4")
  @Tag("CQS-14")
  @Tag("CQS-15")
  @Tag("CQS-16")
  void cancelOfTheOnlyWaiterAgainstRelease(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          Ledger waiter = new Ledger("waiter");
          semaphore.acquire(waiter);
          Race.run(waiter::tryCancel, semaphore::release);
          waiter.checkSettled();
          checkConserved(semaphore, waiter.called() ? 1 : 0);
        });
  }

  /** One acquires and cancels, one acquires, one releases. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-1")
  @Tag("SEM-2")
  @Tag("SEM-3")
  @Tag("SEM-6")
  void acquireAndCancelAgainstAcquireAndRelease(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          Race.run(
              () -> {
                semaphore.acquire(first);
                first.tryCancel();
              },
              () -> semaphore.acquire(second),
              semaphore::release);
          first.checkSettled();
          check(!first.called() || !second.called(), "two holders of one permit (SEM-1)");
          if (first.called()) {
            semaphore.release();
          }
          second.checkCalled();
          checkConserved(semaphore, 1);
        });
  }

  /** Threads that park: one at a time is inside, and all come through. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-1")
  @Tag("SEM-3")
  @Tag("CQS-19")
  void threadsTakeTurns(Resumption resumption, int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Semaphore semaphore = new Semaphore(1, resumption, order);
          AtomicInteger inside = new AtomicInteger();
          Race.Party party =
              () -> {
                semaphore.acquire();
                check(inside.incrementAndGet() == 1, "two holders of one permit (SEM-1)");
                inside.decrementAndGet();
                semaphore.release();
              };
          Race.run(party, party);
          checkConserved(semaphore, 0);
        });
  }

  /** A thread that does not wait takes what is free and nothing else. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-1")
  @Tag("SEM-9")
  void tryAcquireAgainstHandOver(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          Ledger waiter = new Ledger("waiter");
          boolean[] tried = new boolean[1];
          Race.run(
              () -> semaphore.acquire(waiter),
              semaphore::release,
              () -> tried[0] = semaphore.tryAcquire());
          check(!(tried[0] && waiter.called()), "two holders of one permit (SEM-1)");
          if (tried[0]) {
            semaphore.release();
          }
          waiter.checkCalled();
          checkConserved(semaphore, 1);
        });
  }

  /** Two cancel while one permit is released: it is free, or with the one that was called. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-3")
  @Tag("SEM-4")
  @Tag("SEM-7")
  void twoCancelsAgainstRelease(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          semaphore.acquire(first);
          semaphore.acquire(second);
          Race.run(first::tryCancel, second::tryCancel, semaphore::release);
          first.checkSettled();
          second.checkSettled();
          check(!first.called() || !second.called(), "two holders of one permit (SEM-1)");
          checkConserved(semaphore, first.called() || second.called() ? 1 : 0);
        });
  }

  /** Two permits are released while the first of two waiters cancels: the second has one. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-2")
  @Tag("SEM-3")
  @Tag("SEM-4")
  void twoReleasesAgainstCancel(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = new Semaphore(2, resumption, order);
          check(semaphore.tryAcquire(), "a fresh one has two permits");
          check(semaphore.tryAcquire(), "a fresh one has a second permit");
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          semaphore.acquire(first);
          semaphore.acquire(second);
          Race.run(semaphore::release, semaphore::release, first::tryCancel);
          first.checkSettled();
          second.checkCalled();
          semaphore.validate();
          int free = first.called() ? 0 : 1;
          check(
              semaphore.availablePermits() == free,
              () -> semaphore + ", expected " + free + " free");
        });
  }

  /** SEM-10: of two releases one is misuse, unless the permit is taken again in between. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("SEM-10")
  void twoReleasesOfTheLastPermit(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Semaphore semaphore = taken(resumption, order);
          AtomicInteger refused = new AtomicInteger();
          boolean[] tried = new boolean[1];
          Race.Party release =
              () -> {
                try {
                  semaphore.release();
                } catch (IllegalStateException e) {
                  refused.incrementAndGet();
                }
              };
          Race.run(release, release, () -> tried[0] = semaphore.tryAcquire());
          int free = 2 - refused.get() - (tried[0] ? 1 : 0);
          check(free == 0 || free == 1, free + " of one permit are free (SEM-10)");
          check(tried[0] || refused.get() == 1, refused + " of two releases were refused");
          check(
              semaphore.availablePermits() == free,
              () -> semaphore + ", expected " + free + " free");
          semaphore.validate();
        });
  }
}
