// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.sync.Broadcast;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * BC-1: a cell goes from empty to waiter to resumed or cancelled, or from empty to resumed, and
 * each step is taken once.
 *
 * <p>One thread registers and cancels at once, the other broadcasts: it may come before the
 * registration, between index and cell, between registration and cancel, or after both.
 */
public class BC_01_LegalTransitions {
  /** A registration and its cancel race with a broadcast. */
  @JCStressTest
  @State
  @Ref("BC-1")
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

    @Actor
    public void waiter(II_Result r) {
      r.r2 = broadcast.suspend(() -> called++).cancel() ? 1 : 0;
    }

    @Actor
    public void broadcaster() {
      broadcast.resumeAll();
    }

    @Arbiter
    public void atRest(II_Result r) {
      broadcast.resumeAll();
      r.r1 = called;
    }
  }

  /**
   * The resumer looks and then stores that the waiter is resumed. Last seen 2026-11-29 on x86 with
   * JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("BC-1")
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
      r.r2 = CELL.compareAndSet(this, WAITER, CANCELLED) ? 1 : 0;
    }

    @Actor
    public void resumer(II_Result r) {
      if ((int) CELL.getVolatile(this) == WAITER) {
        CELL.setVolatile(this, RESUMED);
        r.r1 = 1;
      }
    }
  }
}
