// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck.suite;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.junit.jupiter.api.Test;

/** What a lock must do, whatever interrupts: one holder, and nobody sleeps beside a free lock. */
public abstract class LockSuite {

  /** Makes a fresh one. It is called for each schedule, and must keep no state beside it. */
  protected abstract Lock create();

  private static void checkFree(Lock lock) {
    check(lock.tryLock(), "the lock stays locked");
    lock.unlock();
  }

  @Test
  void takesTurns() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Lock lock = create();
          int[] count = new int[1];
          Race.Party party =
              () -> {
                lock.lock();
                try {
                  count[0]++;
                } finally {
                  lock.unlock();
                }
              };
          Race.run(party, party, party);
          check(count[0] == 3, "two were inside at a time");
          checkFree(lock);
        });
  }

  @Test
  void interruptAgainstUnlock() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Lock lock = create();
          Race.Party party =
              () -> {
                lock.lockInterruptibly();
                lock.unlock();
              };
          Race.interrupted(party, party);
          checkFree(lock);
        });
  }

  /** In real time, because Lincheck's clock stands still. */
  @Test
  void timeoutAgainstUnlock() {
    for (int round = 0; round < Bounds.TIMED_ROUNDS; round++) {
      Lock lock = create();
      long nanos = Bounds.timeout(round);
      Race.run(
          () -> {
            if (lock.tryLock(nanos, TimeUnit.NANOSECONDS)) {
              lock.unlock();
            }
          },
          () -> {
            lock.lock();
            lock.unlock();
          });
      checkFree(lock);
    }
  }

  @Test
  void tryLockAgainstUnlock() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Lock lock = create();
          int[] inside = new int[1];
          Race.Party party =
              () -> {
                if (lock.tryLock()) {
                  check(++inside[0] == 1, "two were inside at a time");
                  inside[0]--;
                  lock.unlock();
                }
              };
          Race.run(party, party);
          checkFree(lock);
        });
  }
}
