// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.cqskernel.sync.Ledger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each race of resumeAll with what is not a broadcaster: resume, suspend and cancel. */
class ResumeAllRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  /** Both kinds of resumption, and each segment size. */
  static Stream<Arguments> modes() {
    return Stream.of(Resumption.values())
        .flatMap(mode -> orders().mapToObj(order -> arguments(mode, order)));
  }

  private static Cqs<Object> queue(
      Resumption resumption, Cancellation cancellation, Policy<Object> policy, int order) {
    return new Cqs<>(resumption, cancellation, policy, order, 0, 0);
  }

  /** One cell is claimed once: the value for one goes to one, and that for all to the others. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("RALL-1")
  @Tag("RALL-2")
  @Tag("CQS-8")
  void resumeAllAgainstResume(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              queue(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Object>() {}, order);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          queue.suspend(first);
          queue.suspend(second);
          Race.run(() -> queue.resume("one"), () -> queue.resumeAll("all"));
          first.checkCalled();
          second.checkCalled();
          check(second.value() == "all", "the second waiter has " + second.value());
          Ledger late = new Ledger("late");
          queue.suspend(late);
          check(late.called() == (first.value() == "all"), "the value is lost or doubled");
          queue.validate();
        });
  }

  /** The same of the bare array: each cell is given to one resumer. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("RALL-1")
  @Tag("ITER-1")
  void cellsResumeAllAgainstNextResume(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cells cells = new Cells(order);
          cells.nextSuspend();
          long last = cells.nextSuspend().index();
          AtomicIntegerArray met = new AtomicIntegerArray((int) last + 2);
          Race.run(
              () -> met.incrementAndGet((int) cells.nextResume().index()),
              () -> cells.resumeAll(slot -> met.incrementAndGet((int) slot.index())));
          check(met.get((int) last - 1) == 1 && met.get((int) last) == 1, () -> "met: " + met);
          check(met.get((int) last + 1) <= 1, () -> "met: " + met);
          cells.validate();
        });
  }

  /** Suspenders on their way find the value, or the next resumption covers them. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("RALL-4")
  @Tag("BC-4")
  @Tag("CQS-5")
  void resumeAllAgainstSuspends(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              queue(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Object>() {}, order);
          Ledger before = new Ledger("before");
          Ledger one = new Ledger("one");
          Ledger other = new Ledger("other");
          queue.suspend(before);
          Race.run(
              () -> queue.suspend(one), () -> queue.suspend(other), () -> queue.resumeAll("all"));
          check(before.value() == "all", "a waiter from before has " + before.value());
          queue.resumeAll("rest");
          one.checkCalled();
          other.checkCalled();
          queue.validate();
        });
  }

  /** The same of the bare array: no cell below the snapshot is left out. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("RALL-4")
  @Tag("ITER-7")
  @Tag("BC-10")
  void cellsResumeAllAgainstNextSuspends(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cells cells = new Cells(order);
          AtomicInteger met = new AtomicInteger();
          cells.nextSuspend();
          Race.run(
              cells::nextSuspend,
              cells::nextSuspend,
              () -> cells.resumeAll(slot -> met.incrementAndGet()));
          check(met.get() >= 1, "the cell from before was left out");
          cells.resumeAll(slot -> met.incrementAndGet());
          check(met.get() == 3, "of three cells " + met + " were met");
          cells.validate();
        });
  }

  /** A resumeAll that finds nobody takes nothing from who comes next. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("RALL-6")
  void emptyResumeAllAgainstNextSuspend(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cells cells = new Cells(order);
          AtomicInteger met = new AtomicInteger();
          Race.run(cells::nextSuspend, () -> cells.resumeAll(slot -> met.incrementAndGet()));
          cells.resumeAll(slot -> met.incrementAndGet());
          check(met.get() == 1, "the one cell was met " + met + " times");
          cells.validate();
        });
  }

  /** A cancelled waiter is skipped: the value for all is not handed on to the next one (CQS-15). */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-15")
  @Tag("RALL-2")
  void resumeAllAgainstAllowedCancel(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue = queue(resumption, Cancellation.SMART, new Policy<Object>() {}, order);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          queue.suspend(first);
          queue.suspend(second);
          Race.run(first::tryCancel, () -> queue.resumeAll("all"));
          first.checkSettled();
          second.checkCalled();
          Ledger late = new Ledger("late");
          queue.suspend(late);
          check(!late.called(), "the value of a cancelled waiter went to the next one (CQS-15)");
          queue.validate();
        });
  }

  /** A cancellation that is not allowed: the value for all is refused, once. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-14")
  @Tag("CQS-15")
  void resumeAllAgainstRefusedCancel(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          AtomicInteger refused = new AtomicInteger();
          Policy<Object> refusing =
              new Policy<>() {
                @Override
                public boolean onCancellation() {
                  return false;
                }

                @Override
                public void refused(Object value) {
                  refused.incrementAndGet();
                }
              };
          Cqs<Object> queue = queue(resumption, Cancellation.SMART, refusing, order);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          queue.suspend(first);
          queue.suspend(second);
          Race.run(first::tryCancel, () -> queue.resumeAll("all"));
          first.checkSettled();
          second.checkCalled();
          check(refused.get() == (first.called() ? 0 : 1), "refused " + refused + " times");
          queue.validate();
        });
  }
}
