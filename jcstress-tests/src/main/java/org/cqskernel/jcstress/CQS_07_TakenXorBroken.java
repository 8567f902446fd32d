// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Inside;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * CQS-7: a value that was left in a cell is taken by the suspender or taken back by the resumer,
 * and never both.
 */
public class CQS_07_TakenXorBroken {
  /** The resumer breaks the cell without waiting. */
  @JCStressTest
  @State
  @Ref("CQS-7")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The waiter has the value.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The resumer has taken the value back.")
  @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The value is doubled.")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The value is lost.")
  public static class Shipped {
    private final Cqs<Object> queue = Inside.synchronous(0);
    private int arrived;

    @Actor
    public void resumer(II_Result r) {
      r.r1 = queue.resume("value") ? 0 : 1;
    }

    @Actor
    public void suspender() {
      queue.suspend(new Noting<Object>(value -> arrived++));
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r2 = arrived;
    }
  }

  /** The suspender stores that the value is taken. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("CQS-7")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The resumer has taken the value back, and the waiter has it too.")
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "One of the two has the value.")
  public static class Weakened {
    private static final VarHandle CELL = Handles.field(Weakened.class, "cell", int.class);
    private static final int VALUE = 1;
    private static final int WAITER = 2;
    private static final int TAKEN = 3;
    private static final int BROKEN = 4;

    int cell;

    @Actor
    public void resumer(II_Result r) {
      if (CELL.compareAndSet(this, 0, VALUE)) {
        r.r1 = CELL.compareAndSet(this, VALUE, BROKEN) ? 1 : 0;
      }
    }

    @Actor
    public void suspender(II_Result r) {
      int found = (int) CELL.compareAndExchange(this, 0, WAITER);
      if (found == 0) {
        r.r2 = 1; // The resumer will find it.
      } else if (found == VALUE) {
        CELL.setVolatile(this, TAKEN);
        r.r2 = 1;
      }
    }
  }

  /** Both by compare-and-set. */
  @JCStressTest
  @State
  @Ref("CQS-7")
  @Outcome(
      id = "1, 1",
      expect = FORBIDDEN,
      desc = "The resumer has taken the value back, and the waiter has it too.")
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "One of the two has the value.")
  public static class Model {
    private static final VarHandle CELL = Handles.field(Model.class, "cell", int.class);
    private static final int VALUE = 1;
    private static final int WAITER = 2;
    private static final int TAKEN = 3;
    private static final int BROKEN = 4;

    int cell;

    @Actor
    public void resumer(II_Result r) {
      if (CELL.compareAndSet(this, 0, VALUE)) {
        r.r1 = CELL.compareAndSet(this, VALUE, BROKEN) ? 1 : 0;
      }
    }

    @Actor
    public void suspender(II_Result r) {
      int found = (int) CELL.compareAndExchange(this, 0, WAITER);
      if (found == 0) {
        r.r2 = 1; // The resumer will find it.
      } else if (found == VALUE) {
        r.r2 = CELL.compareAndSet(this, VALUE, TAKEN) ? 1 : 0;
      }
    }
  }
}
