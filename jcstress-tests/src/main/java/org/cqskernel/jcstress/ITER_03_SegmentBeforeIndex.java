// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Cells;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * ITER-3: who takes an index has read the position's segment before, so that the segment does not
 * lie beyond the cell.
 *
 * <p>The segment is read with volatile effects and the index issued by a read-modify-write,
 * therefore neither compiler nor processor exchanges the two. In the wrong order the position may
 * be moved in between by somebody with a later index.
 */
public class ITER_03_SegmentBeforeIndex {
  /** Two suspenders move on to two segments at once and leave their index in their cells. */
  @JCStressTest
  @State
  @Ref("ITER-3")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Each index lies in its own cell.")
  @Outcome(id = ".*", expect = FORBIDDEN, desc = "A suspender went past its cell.")
  public static class Shipped {
    private final Cells cells = new Cells(0);

    private void suspend() {
      Cells.Slot slot = cells.nextSuspend();
      slot.compareAndSet(null, (int) slot.index());
    }

    @Actor
    public void one() {
      suspend();
    }

    @Actor
    public void other() {
      suspend();
    }

    @Arbiter
    public void atRest(LL_Result r) {
      r.r1 = cells.nextResume().get();
      r.r2 = cells.nextResume().get();
    }
  }

  /** The index is taken first. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("ITER-3")
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE_INTERESTING,
      desc = "The position was moved beyond the cell before it was read.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Both started at or before their cells.")
  public static class Weakened {
    private static final VarHandle INDEX = Handles.field(Weakened.class, "index", int.class);
    private static final VarHandle SEGMENT = Handles.field(Weakened.class, "segment", int.class);

    int index;
    int segment;

    private int goesPastItsCell() {
      int mine = (int) INDEX.getAndAdd(this, 1);
      int start = (int) SEGMENT.getVolatile(this);
      if (start > mine) {
        return 1;
      }
      SEGMENT.compareAndSet(this, start, mine);
      return 0;
    }

    @Actor
    public void one(II_Result r) {
      r.r1 = goesPastItsCell();
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = goesPastItsCell();
    }
  }
}
