// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Race.check;
import static org.jetbrains.lincheck.Lincheck.runConcurrentTest;

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
    runConcurrentTest(
        Bounds.SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(0);
          Ledger waiter = new Ledger("first");
          waiter.then(
              () -> check(promise.isResolved(), "called before the outcome was set (PR-3)"));
          Race.run(() -> promise.suspend(waiter), () -> promise.tryResolve("value"));
          waiter.checkCalled();
          check("value".equals(waiter.value()), "called with " + waiter.value());
        });
  }

  /** Two registrations make the queue, or find it, while the promise is resolved. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("PR-5")
  @Tag("PR-10")
  @Tag("BC-10")
  void laterRegistrationsAgainstResolution(int order) {
    runConcurrentTest(
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
    runConcurrentTest(
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
    runConcurrentTest(
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
    runConcurrentTest(
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
        });
  }

  /** A thread that parks in await is woken, whatever the order: a lost wake-up would hang. */
  @Test
  @Tag("PR-5")
  @Tag("PR-9")
  @Tag("CQS-19")
  void awaitAgainstResolution() {
    runConcurrentTest(
        Bounds.PARKING_SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(0);
          Race.run(
              () -> check(promise.await() == "value", "awaited another value"),
              () -> promise.tryResolve("value"));
        });
  }

  /** Two threads that park, the second of them in the queue. */
  @Test
  @Tag("PR-5")
  @Tag("PR-10")
  void twoAwaitsAgainstResolution() {
    runConcurrentTest(
        Bounds.PARKING_SCHEDULES,
        () -> {
          OneShotPromise<Object> promise = promise(1);
          Race.run(
              () -> check(promise.await() == "value", "awaited another value"),
              () -> check(promise.awaitUninterruptibly() == "value", "awaited another value"),
              () -> promise.tryResolve("value"));
        });
  }
}
