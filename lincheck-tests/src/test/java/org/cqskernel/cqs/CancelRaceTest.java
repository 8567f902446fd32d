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

/** Races of one cancellation with another, and of its decision and delivery with a resumer. */
class CancelRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  /** Both kinds of resumption, and each segment size. */
  static Stream<Arguments> modes() {
    return Stream.of(Resumption.values())
        .flatMap(mode -> orders().mapToObj(order -> arguments(mode, order)));
  }

  /** Both kinds of cancellation, and each segment size. */
  static Stream<Arguments> cancellations() {
    return Stream.of(Cancellation.values())
        .flatMap(mode -> orders().mapToObj(order -> arguments(mode, order)));
  }

  /** What two threads that cancel one waiter are told. */
  private static final class Answers {
    private final AtomicInteger won = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    void cancel(Waiter<?> waiter) {
      try {
        if (waiter.cancel()) {
          won.incrementAndGet();
        }
      } catch (AlreadyCancelledException e) {
        repeated.incrementAndGet();
      }
    }

    /** BC-6: one wins and the other is told that it repeats; or the resumer wins against both. */
    void check(Ledger waiter) {
      int expected = waiter.called() ? 0 : 1;
      Race.check(
          won.get() == expected && repeated.get() == expected,
          () -> waiter + ": cancelled by " + won + ", repeated by " + repeated + " (BC-6)");
    }
  }

  /** Two cancel one waiter of a queue while it is resumed. */
  @ParameterizedTest
  @MethodSource("cancellations")
  @Tag("BC-6")
  @Tag("BC-2")
  @Tag("CQS-21")
  void twoCancelsOfOneWaiterAgainstResume(Cancellation cancellation, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue =
              new Cqs<>(Resumption.ASYNC, cancellation, new Policy<Object>() {}, order, 0, 0);
          Ledger waiter = new Ledger("waiter");
          queue.suspend(waiter);
          Answers answers = new Answers();
          Race.run(
              () -> answers.cancel(waiter),
              () -> answers.cancel(waiter),
              () -> queue.resume("value"));
          answers.check(waiter);
          queue.validate();
        });
  }

  /** Two cancel the waiter of one cell while it is resumed. */
  @Test
  @Tag("BC-6")
  @Tag("BC-1")
  void twoCancelsOfOneCellAgainstResume() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cell<Object> cell = new Cell<>();
          Ledger waiter = new Ledger("waiter");
          cell.suspend(waiter);
          Answers answers = new Answers();
          boolean[] given = new boolean[1];
          Race.run(
              () -> answers.cancel(waiter),
              () -> answers.cancel(waiter),
              () -> given[0] = cell.resume("value"));
          answers.check(waiter);
          check(given[0] == waiter.called(), "the value is lost or doubled");
        });
  }

  /** A waiter that cannot use the value any more: it goes back to the owner, once, or is kept. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-20")
  @Tag("CQS-18")
  void refusedDeliveryAgainstCancel(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          AtomicInteger back = new AtomicInteger();
          Policy<Object> owner =
              new Policy<>() {
                @Override
                public void undelivered(Object value) {
                  check(value == "value", "undelivered: " + value);
                  back.incrementAndGet();
                }
              };
          Cqs<Object> queue = new Cqs<>(resumption, Cancellation.SMART, owner, order, 0, 0);
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
          Ledger next = new Ledger("next");
          queue.suspend(refuses);
          queue.suspend(next);
          boolean[] cancelled = new boolean[1];
          Race.run(() -> cancelled[0] = refuses.cancel(), () -> queue.resume("value"));
          check(back.get() == (cancelled[0] ? 0 : 1), "given back " + back + " times (CQS-20)");
          check(next.called() == cancelled[0], "the value is lost or doubled");
          queue.validate();
        });
  }

  /** A decision that throws counts as allowed, and its throwable reaches the canceller. */
  @ParameterizedTest
  @MethodSource("modes")
  @Tag("CQS-12")
  @Tag("CQS-13")
  void throwingDecisionAgainstResume(Resumption resumption, int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Policy<Object> throwing =
              new Policy<>() {
                @Override
                public boolean onCancellation() {
                  throw new IllegalArgumentException("of the decision");
                }
              };
          Cqs<Object> queue = new Cqs<>(resumption, Cancellation.SMART, throwing, order, 0, 0);
          Ledger first = new Ledger("first");
          Ledger second = new Ledger("second");
          queue.suspend(first);
          queue.suspend(second);
          boolean[] thrown = new boolean[1];
          Race.run(
              () -> {
                try {
                  check(!first.cancel(), "the throwable of the decision is lost (CQS-12)");
                } catch (IllegalArgumentException e) {
                  thrown[0] = true;
                }
              },
              () -> queue.resume("value"));
          check(first.called() != thrown[0], "called and cancelled, or neither");
          check(first.called() != second.called(), "the value is lost or doubled");
          queue.validate();
        });
  }
}
