// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck.suite;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.junit.jupiter.api.Test;

/**
 * What a semaphore must do for threads that park: no permit is lost or made, nobody sleeps beside a
 * free permit, and who leaves early has taken none. A thread that waits for ever is reported.
 *
 * <p>What is not reported is a missing unpark alone: under Lincheck a park may return at any time,
 * as its contract allows, and a thread that then finds a permit goes on.
 */
public abstract class SemaphoreSuite {

  /** A semaphore, as the suite sees it. */
  public interface Subject {
    void acquire() throws InterruptedException;

    boolean tryAcquire();

    boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException;

    void release();

    int availablePermits();
  }

  /** Makes a fresh one. It is called for each schedule, and must keep no state beside it. */
  protected abstract Subject create(int permits);

  private Subject taken() {
    Subject semaphore = create(1);
    check(semaphore.tryAcquire(), "a fresh semaphore has no permit");
    return semaphore;
  }

  private static void checkAvailable(Subject semaphore, int permits) {
    check(
        semaphore.availablePermits() == permits,
        semaphore.availablePermits() + " permits are free, and not " + permits);
    for (int i = 0; i < permits; i++) {
      check(semaphore.tryAcquire(), "a free permit cannot be acquired");
    }
    check(!semaphore.tryAcquire(), "there is a permit too many");
  }

  @Test
  void takesTurns() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Subject semaphore = create(1);
          AtomicInteger inside = new AtomicInteger();
          Race.Party party =
              () -> {
                semaphore.acquire();
                check(inside.incrementAndGet() == 1, "two holders of one permit");
                inside.decrementAndGet();
                semaphore.release();
              };
          Race.run(party, party);
          checkAvailable(semaphore, 1);
        });
  }

  @Test
  void twoOfThreeAreInside() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Subject semaphore = create(2);
          AtomicInteger inside = new AtomicInteger();
          Race.Party party =
              () -> {
                semaphore.acquire();
                check(inside.incrementAndGet() <= 2, "three holders of two permits");
                inside.decrementAndGet();
                semaphore.release();
              };
          Race.run(party, party, party);
          checkAvailable(semaphore, 2);
        });
  }

  @Test
  void releaseWakes() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Subject semaphore = taken();
          Race.run(semaphore::acquire, semaphore::release);
          checkAvailable(semaphore, 0);
        });
  }

  @Test
  void twoReleasesWakeTwo() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Subject semaphore = create(2);
          check(semaphore.tryAcquire(), "the first permit is missing");
          check(semaphore.tryAcquire(), "the second permit is missing");
          Race.run(
              semaphore::acquire,
              semaphore::acquire,
              () -> {
                semaphore.release();
                semaphore.release();
              });
          checkAvailable(semaphore, 0);
        });
  }

  @Test
  void tryAcquireTakesWhatIsFree() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Subject semaphore = create(1);
          boolean[] got = new boolean[2];
          Race.run(() -> got[0] = semaphore.tryAcquire(), () -> got[1] = semaphore.tryAcquire());
          check(got[0] != got[1], "one permit went to both or to nobody");
          semaphore.release();
          checkAvailable(semaphore, 1);
        });
  }

  @Test
  void interruptAgainstRelease() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Subject semaphore = taken();
          boolean[] got = new boolean[1];
          Race.interrupted(
              () -> {
                semaphore.acquire();
                got[0] = true;
              },
              semaphore::release);
          checkAvailable(semaphore, got[0] ? 0 : 1);
        });
  }

  /** In real time, because Lincheck's clock stands still. */
  @Test
  void timeoutAgainstRelease() {
    for (int round = 0; round < Bounds.TIMED_ROUNDS; round++) {
      Subject semaphore = taken();
      boolean[] got = new boolean[1];
      long nanos = Bounds.timeout(round);
      Race.run(
          () -> got[0] = semaphore.tryAcquire(nanos, TimeUnit.NANOSECONDS), semaphore::release);
      checkAvailable(semaphore, got[0] ? 0 : 1);
    }
    Subject semaphore = taken();
    Race.run(() -> check(!semaphore.tryAcquire(1, TimeUnit.NANOSECONDS), "acquired by nobody"));
    semaphore.release();
    checkAvailable(semaphore, 1);
  }
}
