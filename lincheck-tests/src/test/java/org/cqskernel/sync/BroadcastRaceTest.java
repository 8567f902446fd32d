// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cqskernel.cqs.AlreadyCancelledException;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each race of a broadcast. What is checked is checked at rest: with two broadcasters at a time a
 * wake-up of all is not atomic (RALL-5), so there is no sequential specification to compare with.
 */
class BroadcastRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  static IntStream smallOrders() {
    return IntStream.of(Bounds.SMALL_ORDERS);
  }

  private static Ledger[] waiters(Broadcast broadcast, int count) {
    Ledger[] waiters = new Ledger[count];
    for (int i = 0; i < count; i++) {
      waiters[i] = new Ledger(String.valueOf(i));
      broadcast.suspend(waiters[i]);
    }
    return waiters;
  }

  private static void finish(Broadcast broadcast, Ledger... waiters) {
    broadcast.validate();
    broadcast.resumeAll();
    for (Ledger waiter : waiters) {
      waiter.checkSettled();
    }
    broadcast.validate();
  }

  /** The queue itself is made in the race. */
  @Test
  @Tag("BC-10")
  @Tag("COND-13")
  void firstRegistrationsAgainstBroadcast() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast();
          Ledger one = new Ledger("one");
          Ledger other = new Ledger("other");
          Race.run(
              () -> broadcast.suspend(one), () -> broadcast.suspend(other), broadcast::resumeAll);
          broadcast.resumeAll();
          one.checkCalled();
          other.checkCalled();
          broadcast.validate();
        });
  }

  /** Registrations race with a broadcast across the edge of a segment. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("BC-10")
  @Tag("BC-3")
  @Tag("BC-4")
  @Tag("ARR-1")
  void registrationsAgainstBroadcast(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          Ledger[] before = waiters(broadcast, (1 << order) - 1);
          Ledger one = new Ledger("one");
          Ledger other = new Ledger("other");
          Race.run(
              () -> broadcast.suspend(one), () -> broadcast.suspend(other), broadcast::resumeAll);
          broadcast.resumeAll();
          one.checkCalled();
          other.checkCalled();
          finish(broadcast, before);
        });
  }

  /** One thread registers and cancels, the other broadcasts. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("BC-1")
  @Tag("BC-2")
  void registrationAndCancelAgainstBroadcast(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          Ledger waiter = new Ledger("waiter");
          Ledger[] behind = {new Ledger("behind")};
          Race.run(
              () -> {
                broadcast.suspend(waiter);
                waiter.tryCancel();
              },
              () -> broadcast.suspend(behind[0]),
              broadcast::resumeAll);
          waiter.checkSettled();
          finish(broadcast, behind);
        });
  }

  /** Two broadcasts and a cancel share two waiters. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("RALL-1")
  @Tag("RALL-2")
  @Tag("BC-2")
  void twoBroadcastsAgainstCancel(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          Ledger[] waiters = waiters(broadcast, 2);
          Race.run(broadcast::resumeAll, broadcast::resumeAll, waiters[0]::tryCancel);
          waiters[0].checkSettled();
          waiters[1].checkCalled();
          finish(broadcast);
        });
  }

  /** Two neighbouring segments lose their last cell at once. */
  @ParameterizedTest
  @MethodSource("smallOrders")
  @Tag("ARR-17")
  @Tag("ARR-9")
  @Tag("ARR-16")
  void neighboursAreRemoved(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          int cells = 1 << order;
          Ledger[] waiters = waiters(broadcast, 4 * cells);
          for (int i = cells + 1; i < 2 * cells; i++) {
            waiters[i].tryCancel();
            waiters[i + cells].tryCancel();
          }
          Race.run(waiters[cells]::tryCancel, waiters[2 * cells]::tryCancel);
          finish(broadcast, waiters);
        });
  }

  /** Three neighbours at once, between a live one on either side. */
  @Test
  @Tag("ARR-17")
  @Tag("ARR-3")
  @Tag("ARR-4")
  void threeNeighboursAreRemoved() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(0);
          Ledger[] waiters = waiters(broadcast, 5);
          Race.run(waiters[1]::tryCancel, waiters[2]::tryCancel, waiters[3]::tryCancel);
          finish(broadcast, waiters);
        });
  }

  /** A segment is removed while a broadcast passes and a waiter comes behind. */
  @ParameterizedTest
  @MethodSource("smallOrders")
  @Tag("ARR-18")
  @Tag("ARR-12")
  @Tag("ARR-14")
  @Tag("RALL-9")
  void removalAgainstBroadcastAndRegistration(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          int cells = 1 << order;
          Ledger[] waiters = waiters(broadcast, 3 * cells);
          for (int i = cells + 1; i < 2 * cells; i++) {
            waiters[i].tryCancel();
          }
          Ledger late = new Ledger("late");
          Race.run(waiters[cells]::tryCancel, broadcast::resumeAll, () -> broadcast.suspend(late));
          finish(broadcast, waiters);
          late.checkCalled();
        });
  }

  /** Two suspenders move the position to a segment that neither has seen. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("ARR-12")
  @Tag("ARR-13")
  @Tag("ITER-3")
  void twoSuspendersMoveOn(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          Ledger[] before = waiters(broadcast, 1 << order);
          Ledger one = new Ledger("one");
          Ledger other = new Ledger("other");
          Race.run(
              () -> broadcast.suspend(one),
              () -> broadcast.suspend(other),
              before[before.length - 1]::tryCancel);
          finish(broadcast, before);
          one.checkCalled();
          other.checkCalled();
        });
  }

  /** Two cancel one waiter: one wins, and the other is told that it repeats, or both are late. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("BC-6")
  @Tag("BC-2")
  void twoCancelsOfOneWaiterAgainstBroadcast(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Broadcast broadcast = new Broadcast(order);
          Ledger[] waiters = waiters(broadcast, 2);
          AtomicInteger won = new AtomicInteger();
          AtomicInteger repeated = new AtomicInteger();
          Race.Party cancel =
              () -> {
                try {
                  won.addAndGet(waiters[0].cancel() ? 1 : 0);
                } catch (AlreadyCancelledException e) {
                  repeated.incrementAndGet();
                }
              };
          Race.run(cancel, cancel, broadcast::resumeAll);
          int expected = waiters[0].called() ? 0 : 1;
          check(won.get() == expected, () -> waiters[0] + ": cancelled by " + won);
          check(
              repeated.get() == expected,
              () -> waiters[0] + ": repeated by " + repeated + " (BC-6)");
          waiters[1].checkCalled();
          broadcast.validate();
        });
  }

  /**
   * What RALL-5 does not claim: of two broadcasts one may return while the other still owes a call
   * to a waiter from before both. The test expects Lincheck to find that.
   */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("RALL-5")
  void broadcastReturnsBeforeAnotherHasCalled(int order) {
    assertThrows(
        LincheckAssertionError.class,
        () ->
            explore(
                Bounds.SCHEDULES,
                () -> {
                  Broadcast broadcast = new Broadcast(order);
                  Ledger[] waiters = waiters(broadcast, 1);
                  Race.run(
                      broadcast::resumeAll,
                      () -> {
                        broadcast.resumeAll();
                        waiters[0].checkCalled();
                      });
                }));
  }
}
