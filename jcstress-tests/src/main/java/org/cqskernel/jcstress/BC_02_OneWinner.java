// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * BC-2: of a resumer and a canceller of one waiter exactly one wins, and both know who.
 *
 * <p>Both take the waiter out of its cell by a compare-and-set.
 */
public class BC_02_OneWinner {
  /** A broadcast against a cancel. */
  @JCStressTest
  @State
  @Ref("BC-2")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE,
      desc = "The waiter was called, and its cancel returned false.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The waiter was cancelled and is never called.")
  @Outcome(
      id = "1, 1",
      expect = FORBIDDEN,
      desc = "The waiter was called although its cancel returned true.")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The waiter is never called although its cancel returned false.")
  public static class Shipped {
    private final Broadcast broadcast = new Broadcast();
    private int called;
    private final Suspension waiter = broadcast.suspend(() -> called++);

    @Actor
    public void canceller(II_Result r) {
      r.r2 = waiter.cancel() ? 1 : 0;
    }

    @Actor
    public void broadcaster() {
      broadcast.resumeAll();
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = called;
    }
  }

  /**
   * A resolution against the cancel of the first of two waiters, which has moved from the promise
   * into the queue.
   */
  @JCStressTest
  @State
  @Ref("BC-2")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE,
      desc = "The waiter was called, and its cancel returned false.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The waiter was cancelled and is never called.")
  @Outcome(
      id = "1, 1",
      expect = FORBIDDEN,
      desc = "The waiter was called although its cancel returned true.")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The waiter is never called although its cancel returned false.")
  public static class ShippedPromise {
    private final Resolver<Object> resolver = Promise.create();
    private int called;
    private final Suspension waiter = resolver.promise().onResolve((value, cause) -> called++);

    public ShippedPromise() {
      resolver.promise().onResolve((value, cause) -> {});
    }

    @Actor
    public void canceller(II_Result r) {
      r.r2 = waiter.cancel() ? 1 : 0;
    }

    @Actor
    public void resolver() {
      resolver.resolve("value");
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = called;
    }
  }

  /** The first waiter of a promise is cancelled while a second one moves it into a queue. */
  @JCStressTest
  @State
  @Ref("BC-2")
  @Outcome(
      id = "0, 1",
      expect = ACCEPTABLE,
      desc = "The waiter was cancelled and is not called by the later resolution.")
  @Outcome(
      id = "1, 0",
      expect = FORBIDDEN,
      desc = "The waiter could not be cancelled although nobody resolved.")
  @Outcome(
      id = "1, 1",
      expect = FORBIDDEN,
      desc = "The waiter was called although its cancel returned true.")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The waiter was neither cancelled nor called.")
  public static class ShippedMove {
    private final Resolver<Object> resolver = Promise.create();
    private int called;
    private final Suspension waiter = resolver.promise().onResolve((value, cause) -> called++);

    @Actor
    public void canceller(II_Result r) {
      r.r2 = waiter.cancel() ? 1 : 0;
    }

    @Actor
    public void second() {
      resolver.promise().onResolve((value, cause) -> {});
    }

    @Arbiter
    public void atRest(II_Result r) {
      resolver.resolve("value");
      r.r1 = called;
    }
  }

  /**
   * The canceller looks and then stores that the waiter is cancelled. Last seen 2026-11-29 on x86
   * with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("BC-2")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The waiter was called although its cancel returned true.")
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "One of the two has won.")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody has won.")
  public static class Weakened {
    private static final VarHandle CELL = Handles.field(Weakened.class, "cell", int.class);
    private static final int WAITER = 1;
    private static final int RESUMED = 2;
    private static final int CANCELLED = 3;

    int cell = WAITER;

    @Actor
    public void canceller(II_Result r) {
      if ((int) CELL.getVolatile(this) == WAITER) {
        CELL.setVolatile(this, CANCELLED);
        r.r2 = 1;
      }
    }

    @Actor
    public void resumer(II_Result r) {
      r.r1 = CELL.compareAndSet(this, WAITER, RESUMED) ? 1 : 0;
    }
  }
}
