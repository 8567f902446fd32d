// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.cqskernel.sync.Ledger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each race of the queue with values, and of one cell. */
class CqsRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  /** Both kinds of resumption, and each segment size. */
  static Stream<Arguments> modes() {
    return Stream.of(Resumption.values())
        .flatMap(mode -> orders().mapToObj(order -> arguments(mode, order)));
  }

  /** How often a synchronous resumer looks, and each segment size. */
  static Stream<Arguments> looksAndOrders() {
    return IntStream.of(Bounds.LOOKS)
        .boxed()
        .flatMap(looks -> orders().mapToObj(order -> arguments(looks, order)));
  }

  /** Two suspenders and two resumers: each value arrives, whoever comes first. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("CQS-5")
  @Tag("CQS-8")
  @Tag("CQS-18")
  @Tag("ARR-1")
  void suspendsAgainstResumes(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              new Cqs<>(
                  Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Object>() {}, order, 0, 0);
          Ledger one = new Ledger("one");
          Ledger other = new Ledger("other");
          Race.run(
              () -> queue.suspend(one),
              () -> queue.suspend(other),
              () -> {
                queue.resume("a");
                queue.resume("b");
              });
          one.checkCalled();
          other.checkCalled();
          check(one.value() != other.value(), "a value came twice: " + one.value());
          queue.validate();
        });
  }

  /** Two in line, resumed in order while a third one comes: none overtakes another. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("CQS-23")
  @Tag("CQS-8")
  void firstInFirstOut(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              new Cqs<>(
                  Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Object>() {}, order, 0, 0);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          Ledger third = new Ledger("third");
          queue.suspend(first);
          Race.run(
              () -> {
                queue.suspend(second);
                queue.suspend(third);
              },
              () -> {
                queue.resume("a");
                queue.resume("b");
                queue.resume("c");
              });
          check(first.value() == "a", "the first waiter has " + first.value());
          check(second.value() == "b", "the second waiter has " + second.value());
          check(third.value() == "c", "the third waiter has " + third.value());
          queue.validate();
        });
  }

  /** A synchronous resumer takes its value back, or the suspender has it. */
  @ParameterizedTest
  @MethodSource("looksAndOrders")
  @Tag("CQS-6")
  @Tag("CQS-7")
  @Tag("CQS-4")
  void synchronousResumeAgainstSuspend(int looks, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              new Cqs<>(
                  Resumption.SYNC, Cancellation.SMART, new Policy<Object>() {}, order, 0, looks);
          Ledger waiter = new Ledger("waiter");
          Suspended[] suspended = new Suspended[1];
          boolean[] given = new boolean[1];
          Race.run(
              () -> suspended[0] = queue.suspend(waiter), () -> given[0] = queue.resume("value"));
          check(given[0] == waiter.called(), "the value is lost or doubled (CQS-7)");
          check(
              given[0] != (suspended[0] == Suspended.BROKEN), "broken and given away, or neither");
          queue.validate();
        });
  }

  /** A cancellation that is allowed: the value goes on to the next waiter. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-11")
  @Tag("CQS-13")
  @Tag("CQS-15")
  @Tag("CQS-21")
  void smartCancelAllowed(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              new Cqs<>(resumption, Cancellation.SMART, new Policy<Object>() {}, order, 0, 0);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          queue.suspend(first);
          queue.suspend(second);
          Race.run(first::tryCancel, () -> queue.resume("value"));
          first.checkSettled();
          check(first.called() != second.called(), "the value is lost or doubled (CQS-18)");
          queue.validate();
        });
  }

  /** A cancellation that is not allowed: the value is refused, once. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-14")
  @Tag("CQS-15")
  void smartCancelRefused(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          AtomicInteger refused = new AtomicInteger();
          Cqs<Object> queue =
              new Cqs<>(
                  resumption,
                  Cancellation.SMART,
                  new Policy<Object>() {
                    @Override
                    public boolean onCancellation() {
                      return false;
                    }

                    @Override
                    public void refused(Object value) {
                      refused.incrementAndGet();
                    }
                  },
                  order,
                  0,
                  0);
          Ledger waiter = new Ledger("waiter");
          queue.suspend(waiter);
          boolean[] given = new boolean[1];
          Race.run(waiter::tryCancel, () -> given[0] = queue.resume("value"));
          waiter.checkSettled();
          check(given[0], "a refused resumption counts as successful (CQS-14)");
          check(refused.get() == (waiter.called() ? 0 : 1), "refused " + refused + " times");
          queue.validate();
        });
  }

  /** A simple cancellation: the resumption fails if and only if the waiter was cancelled. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("CQS-10")
  @Tag("BC-2")
  void simpleCancel(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              new Cqs<>(
                  Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Object>() {}, order, 0, 0);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          queue.suspend(first);
          queue.suspend(second);
          boolean[] given = new boolean[2];
          Race.run(
              first::tryCancel,
              () -> given[0] = queue.resume("a"),
              () -> given[1] = queue.resume("b"));
          first.checkSettled();
          second.checkCalled();
          check(first.called() == (given[0] && given[1]), "one resumption fails per cancel");
          check(given[0] || given[1], "the second waiter was not resumed");
          queue.validate();
        });
  }

  /** Suspender, canceller and resumer of one cell. */
  @Test
  @Tag("CQS-8")
  @Tag("CQS-10")
  @Tag("BC-1")
  void oneCell() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cell<Object> cell = new Cell<>();
          Ledger waiter = new Ledger("waiter");
          boolean[] given = new boolean[1];
          Race.run(
              () -> {
                cell.suspend(waiter);
                waiter.tryCancel();
              },
              () -> given[0] = cell.resume("value"));
          waiter.checkSettled();
          check(given[0] == waiter.called(), "the value is lost or doubled");
        });
  }
}
