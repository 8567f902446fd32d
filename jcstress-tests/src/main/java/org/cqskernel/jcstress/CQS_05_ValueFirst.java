// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Cell;
import org.cqskernel.cqs.Cqs;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * CQS-5: a value that lies in a cell before its waiter comes is taken with all that was written
 * into it.
 */
public class CQS_05_ValueFirst {
  /** The value is an object with a plain field, written before the resumption. */
  @JCStressTest
  @State
  @Ref("CQS-5")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiter got the value with its content.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The waiter got the value without its content.")
  @Outcome(id = "-1", expect = FORBIDDEN, desc = "The waiter was never called.")
  public static class Shipped {
    private static final class Box {
      private int content;
    }

    private final Cqs<Box> queue = new Cqs<>();
    private int seen = -1;

    @Actor
    public void suspender() {
      queue.suspend(new Noting<Box>(box -> seen = box.content));
    }

    @Actor
    public void resumer() {
      Box box = new Box();
      box.content = 1;
      queue.resume(box);
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = seen;
    }
  }

  /** The same through a cell on its own. */
  @JCStressTest
  @State
  @Ref("CQS-5")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiter got the value with its content.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The waiter got the value without its content.")
  @Outcome(id = "-1", expect = FORBIDDEN, desc = "The waiter was never called.")
  public static class ShippedCell {
    private static final class Box {
      private int content;
    }

    private final Cell<Box> cell = new Cell<>();
    private int seen = -1;

    @Actor
    public void suspender() {
      cell.suspend(new Noting<Box>(box -> seen = box.content));
    }

    @Actor
    public void resumer() {
      Box box = new Box();
      box.content = 1;
      cell.resume(box);
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = seen;
    }
  }

  /**
   * The cell is read plainly and emptied by a store, and the content lies beside it and has been
   * read before. Last seen 2026-11-29 on x86 with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("CQS-5")
  @Outcome(
      id = "1, 0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The suspender took the value, but not its content.")
  @Outcome(
      id = "1, 0, 1",
      expect = ACCEPTABLE,
      desc = "The suspender took the value with its content.")
  @Outcome(
      id = "1, 1, 1",
      expect = ACCEPTABLE,
      desc = "The suspender took the value with its content.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "There was no value yet.")
  public static class Weakened {
    private static final VarHandle CELL = Handles.field(Weakened.class, "cell", int.class);

    int cell;
    private int content;

    @Actor
    public void suspender(III_Result r) {
      r.r2 = content;
      r.r1 = cell;
      r.r3 = content;
      cell = 2;
    }

    @Actor
    public void resumer() {
      content = 1;
      CELL.compareAndSet(this, 0, 1);
    }
  }
}
