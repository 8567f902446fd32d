// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;

import java.util.stream.IntStream;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each race of a promise: registration, cancel and resolution, of the first waiter and of later.
 */
class PromiseRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  private static OneShotPromise<Object> promise(int order) {
    return new OneShotPromise<>() {
      @Override
      protected int segmentOrder() {
        return order;
      }
    };
  }

  private static Ledger registered(OneShotPromise<Object> promise, String name) {
    Ledger waiter = new Ledger(name);
    promise.suspend(waiter);
    return waiter;
  }

  /** The first waiter lies in the promise itself. */
  @Test
  @Tag("PR-5")
  @Tag("PR-3")
  @Tag("BC-4")
  void firstRegistrationAgainstResolution() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(0);
          Ledger waiter = new Ledger("first");
          waiter.then(
              () -> check(promise.isResolved(), "called before the outcome was set (PR-3)"));
          Race.run(() -> promise.suspend(waiter), () -> promise.tryResolve("value"));
          waiter.checkCalled();
          check("value".equals(waiter.value()), "called with " + waiter.value());
          promise.validate();
        });
  }

  /** Two registrations make the queue, or find it, while the promise is resolved. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-5")
  @Tag("PR-10")
  @Tag("BC-10")
  void laterRegistrationsAgainstResolution(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(order);
          Ledger first = registered(promise, "first");
          Ledger second = new Ledger("second");
          Ledger third = new Ledger("third");
          Race.run(
              () -> promise.suspend(second),
              () -> promise.suspend(third),
              () -> promise.tryResolve("value"));
          first.checkCalled();
          second.checkCalled();
          third.checkCalled();
          promise.validate();
        });
  }

  /**
   * The first waiter is cancelled while a second moves it into a queue and a third party resolves.
   */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-7")
  @Tag("BC-2")
  void cancelOfFirstAgainstRegistrationAndResolution(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(order);
          Ledger first = registered(promise, "first");
          Ledger second = new Ledger("second");
          Race.run(
              first::tryCancel, () -> promise.suspend(second), () -> promise.tryResolve("value"));
          first.checkSettled();
          second.checkCalled();
          promise.validate();
        });
  }

  /** Neighbours in the queue are cancelled while the promise is resolved. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-7")
  @Tag("PR-11")
  @Tag("ARR-17")
  void cancelsAgainstResolution(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(order);
          Ledger first = registered(promise, "first");
          Ledger second = registered(promise, "second");
          Ledger third = registered(promise, "third");
          Ledger fourth = registered(promise, "fourth");
          Race.run(second::tryCancel, third::tryCancel, () -> promise.tryResolve("value"));
          first.checkCalled();
          second.checkSettled();
          third.checkSettled();
          fourth.checkCalled();
          promise.validate();
        });
  }

  /** One of two resolvers wins, and the waiter gets the winner's value. */
  @Test
  @Tag("PR-1")
  @Tag("PR-2")
  void twoResolvers() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(0);
          Ledger waiter = new Ledger("waiter");
          boolean[] won = new boolean[2];
          Race.run(
              () -> won[0] = promise.tryResolve("a"),
              () -> won[1] = promise.tryResolve("b"),
              () -> promise.suspend(waiter));
          check(won[0] != won[1], "resolved " + (won[0] ? "twice" : "by nobody"));
          Object value = won[0] ? "a" : "b";
          waiter.checkCalled();
          check(waiter.value() == value && promise.peek(null) == value, "values differ (PR-2)");
          promise.validate();
        });
  }

  /** A thread that parks in await is woken, whatever the order: a lost wake-up would hang. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-5")
  @Tag("PR-9")
  @Tag("CQS-19")
  void awaitAgainstResolution(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(order);
          Race.run(
              () -> check(promise.await() == "value", "awaited another value"),
              () -> promise.tryResolve("value"));
          promise.validate();
        });
  }

  /** Two threads that park, the second of them in the queue. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-5")
  @Tag("PR-10")
  void twoAwaitsAgainstResolution(int order) {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(order);
          Race.run(
              () -> check(promise.await() == "value", "awaited another value"),
              () -> check(promise.awaitUninterruptibly() == "value", "awaited another value"),
              () -> promise.tryResolve("value"));
          promise.validate();
        });
  }

  /** PR-1: a value and a failure compete; one is set, and all see that one. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-1")
  @Tag("PR-2")
  @Tag("PR-3")
  void resolveAgainstFail(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(order);
          Ledger before = registered(promise, "before");
          Ledger waiter = new Ledger("waiter");
          boolean[] won = new boolean[2];
          Race.run(
              () -> won[0] = promise.tryResolve("value"),
              () -> won[1] = promise.tryFail(new IllegalArgumentException("the cause")),
              () -> promise.suspend(waiter));
          check(won[0] != won[1], "resolved " + (won[0] ? "twice" : "by nobody"));
          check(won[1] == (promise.failure() != null), "the loser's outcome is set (PR-1)");
          before.checkCalled();
          waiter.checkCalled();
          check(before.value() == waiter.value(), "outcomes differ (PR-2)");
          check(won[0] == (before.value() == "value"), "not the winner's outcome (PR-2)");
          promise.validate();
        });
  }

  /** A callback resolves another promise, whose waiters come and go meanwhile. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-6")
  @Tag("PR-12")
  @Tag("RALL-8")
  void nestedResolutionAgainstRegistrationAndCancel(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> outer = promise(order);
          OneShotPromise<Object> inner = promise(order);
          Ledger first = registered(inner, "first");
          Ledger second = registered(inner, "second");
          registered(outer, "resolves").then(() -> inner.tryResolve("inner"));
          Ledger late = new Ledger("late");
          Race.run(() -> outer.tryResolve("outer"), () -> inner.suspend(late), first::tryCancel);
          first.checkSettled();
          second.checkCalled();
          late.checkCalled();
          check(late.value() == "inner", "called with " + late.value());
          outer.validate();
          inner.validate();
        });
  }

  /** Of two that cancel one waiter at most one is told true, and none if it is called. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("BC-6")
  @Tag("BC-2")
  @Tag("PR-7")
  void twoCancelsOfOneWaiterAgainstResolution(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(order);
          Ledger first = registered(promise, "first");
          Ledger second = registered(promise, "second");
          boolean[] won = new boolean[2];
          Race.run(
              () -> won[0] = second.cancel(),
              () -> won[1] = second.cancel(),
              () -> promise.tryResolve("value"));
          first.checkCalled();
          check(!won[0] || !won[1], "cancelled twice (BC-6)");
          check(second.called() != (won[0] || won[1]), "called and cancelled, or neither (BC-2)");
          promise.validate();
        });
  }
}
