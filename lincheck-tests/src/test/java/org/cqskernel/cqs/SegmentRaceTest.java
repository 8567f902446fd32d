// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;

import java.util.stream.IntStream;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.cqskernel.sync.Ledger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each race of resumers and movers with the removal of the segments that they pass. */
class SegmentRaceTest {

  static IntStream orders() {
    return IntStream.of(Bounds.ORDERS);
  }

  static IntStream smallOrders() {
    return IntStream.of(Bounds.SMALL_ORDERS);
  }

  private static Cqs<Object> queue(int order) {
    return new Cqs<>(Resumption.ASYNC, Cancellation.SMART, new Policy<Object>() {}, order, 0, 0);
  }

  private static Ledger[] waiters(Cqs<Object> queue, int count) {
    Ledger[] waiters = new Ledger[count];
    for (int i = 0; i < count; i++) {
      waiters[i] = new Ledger(String.valueOf(i));
      queue.suspend(waiters[i]);
    }
    return waiters;
  }

  /** Cancels the waiters from one up to another. */
  private static void cancel(Ledger[] waiters, int from, int to) {
    for (int i = from; i < to; i++) {
      check(waiters[i].tryCancel(), "nobody else is here");
    }
  }

  /** Two resumers jump over a removed stretch; whoever loses the skip must not move it back. */
  @ParameterizedTest
  @MethodSource("smallOrders")
  @Tag("ITER-5")
  @Tag("ITER-8")
  @Tag("ITER-9")
  void twoResumersJumpOverRemovedSegments(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue = queue(order);
          int cells = 1 << order;
          Ledger[] waiters = waiters(queue, 4 * cells + 2);
          for (int i = 0; i < cells; i++) {
            queue.resume("before"); // The position rests on the first segment.
          }
          cancel(waiters, cells, 4 * cells);
          Race.run(() -> queue.resume("a"), () -> queue.resume("b"));
          waiters[4 * cells].checkCalled();
          waiters[4 * cells + 1].checkCalled();
          Ledger late = new Ledger("late");
          queue.suspend(late);
          check(!late.called(), "an index was issued twice (ITER-1)");
          queue.resume("c");
          late.checkCalled();
          queue.validate();
        });
  }

  /** The same while the segment before the live one goes. */
  @ParameterizedTest
  @MethodSource("smallOrders")
  @Tag("ITER-5")
  @Tag("ITER-8")
  @Tag("ARR-14")
  void twoResumersAgainstTheLastCancelOfASegment(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue = queue(order);
          int cells = 1 << order;
          Ledger[] waiters = waiters(queue, 3 * cells + 2);
          for (int i = 0; i < cells; i++) {
            queue.resume("before");
          }
          Ledger last = waiters[3 * cells - 1];
          cancel(waiters, cells, 3 * cells - 1);
          Race.run(() -> queue.resume("a"), () -> queue.resume("b"), last::tryCancel);
          last.checkSettled();
          waiters[3 * cells].checkCalled();
          check(waiters[3 * cells + 1].called() == last.cancelled(), "a value is lost or doubled");
          queue.validate();
        });
  }

  /** A finder stops on a segment that is removed, and so is the one behind it. */
  @ParameterizedTest
  @MethodSource("smallOrders")
  @Tag("ARR-10")
  @Tag("ARR-22")
  @Tag("ARR-16")
  void finderPausedAcrossTwoRemovals(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue = queue(order);
          int cells = 1 << order;
          Ledger[] waiters = waiters(queue, 4 * cells);
          for (int i = 0; i < cells; i++) {
            queue.resume("before");
          }
          cancel(waiters, cells + 1, 2 * cells);
          cancel(waiters, 2 * cells + 1, 3 * cells);
          Race.run(
              () -> {
                waiters[cells].tryCancel();
                waiters[2 * cells].tryCancel();
              },
              () -> queue.resume("a"));
          int called = 0;
          for (int i = cells; i <= 3 * cells; i++) {
            called += waiters[i].called() ? 1 : 0;
          }
          check(called == 1, "the value went to " + called + " waiters");
          for (int i = cells; i <= 2 * cells; i += cells) {
            waiters[i].checkSettled();
          }
          queue.validate();
        });
  }

  /** Two movers and the canceller who takes the last live cell of the segment they move to. */
  @ParameterizedTest
  @MethodSource("orders")
  @Tag("ARR-6")
  @Tag("ARR-12")
  @Tag("ARR-14")
  void resumersMoveOntoASegmentThatLosesItsLastCell(int order) {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Cqs<Object> queue = queue(order);
          int cells = 1 << order;
          Ledger[] waiters = waiters(queue, 2 * cells + 1);
          for (int i = 0; i < cells; i++) {
            queue.resume("before");
          }
          cancel(waiters, cells + 1, 2 * cells);
          Ledger last = waiters[cells];
          Race.run(() -> queue.resume("a"), () -> queue.resume("b"), last::tryCancel);
          last.checkSettled();
          waiters[2 * cells].checkCalled();
          Ledger late = new Ledger("late");
          queue.suspend(late);
          check(late.called() == last.cancelled(), "a value is lost or doubled");
          queue.validate();
        });
  }
}
