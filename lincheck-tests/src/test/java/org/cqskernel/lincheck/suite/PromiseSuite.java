// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck.suite;

import static org.cqskernel.lincheck.Race.check;
import static org.cqskernel.lincheck.Race.explore;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Race;
import org.junit.jupiter.api.Test;

/** What a promise must do: one value, for all who ask, and a call for all who wait. */
public abstract class PromiseSuite {

  /** A promise, as the suite sees it. */
  public interface Subject {
    boolean tryResolve(String value);

    void onResolve(Runnable callback);

    String await() throws InterruptedException;

    /** Null if the time is over. */
    String await(long timeout, TimeUnit unit) throws InterruptedException;

    /** The value, or null if there is none yet. */
    String peek();
  }

  /** For implementations whose timed wait throws. */
  public interface TimedWait {
    String await() throws InterruptedException, TimeoutException;

    /** Waits; null if the time is over. */
    static String orNull(TimedWait wait) throws InterruptedException {
      try {
        return wait.await();
      } catch (TimeoutException e) {
        return null;
      }
    }
  }

  /** Makes a fresh one. It is called for each schedule, and must keep no state beside it. */
  protected abstract Subject create();

  @Test
  void oneResolverWins() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Subject promise = create();
          boolean[] won = new boolean[2];
          Race.run(() -> won[0] = promise.tryResolve("a"), () -> won[1] = promise.tryResolve("b"));
          check(won[0] != won[1], "resolved " + (won[0] ? "twice" : "by nobody"));
          check(promise.peek().equals(won[0] ? "a" : "b"), "the loser's value is there");
        });
  }

  @Test
  void eachCallbackIsCalledOnce() {
    explore(
        Bounds.SCHEDULES,
        () -> {
          Subject promise = create();
          AtomicInteger calls = new AtomicInteger();
          Race.run(
              () -> promise.onResolve(calls::incrementAndGet),
              () -> promise.onResolve(calls::incrementAndGet),
              () -> promise.tryResolve("a"));
          check(calls.get() == 2, "two callbacks, " + calls + " calls");
        });
  }

  @Test
  void resolutionWakes() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Subject promise = create();
          Race.Party waits = () -> check("a".equals(promise.await()), "another value");
          Race.run(waits, waits, () -> promise.tryResolve("a"));
        });
  }

  @Test
  void interruptAgainstResolution() {
    explore(
        Bounds.PARKING_SCHEDULES,
        () -> {
          Subject promise = create();
          Race.interrupted(
              () -> check("a".equals(promise.await()), "another value"),
              () -> promise.tryResolve("a"));
          check("a".equals(promise.peek()), "the value is gone");
        });
  }

  /** In real time, because Lincheck's clock stands still. */
  @Test
  void timeoutAgainstResolution() {
    for (int round = 0; round < Bounds.TIMED_ROUNDS; round++) {
      Subject promise = create();
      long nanos = Bounds.timeout(round);
      Race.run(
          () -> {
            String value = promise.await(nanos, TimeUnit.NANOSECONDS);
            check(value == null || value.equals("a"), "another value");
          },
          () -> promise.tryResolve("a"));
      check("a".equals(promise.peek()), "the value is gone");
    }
  }
}
