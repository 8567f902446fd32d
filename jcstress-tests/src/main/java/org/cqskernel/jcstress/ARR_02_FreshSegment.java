// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Cells;
import org.cqskernel.cqs.Inside;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * ARR-2: whoever finds a new segment finds it complete: its id, its count of live cells, its link
 * back, and its cells, all empty.
 *
 * <p>All of that is written plainly before the compare-and-set that appends the segment; who walks
 * there reads the link with acquire, or fails to append and acquires by that.
 */
public class ARR_02_FreshSegment {
  /** One thread appends the second segment, another walks to it, or appends it itself. */
  @JCStressTest
  @State
  @Ref("ARR-2")
  @Outcome(id = "1, 1, true, true", expect = ACCEPTABLE, desc = "The segment is complete.")
  @Outcome(id = ".*", expect = FORBIDDEN, desc = "The segment was seen before it was complete.")
  public static class Shipped {
    private final Cells cells = new Cells(0);

    public Shipped() {
      cells.nextSuspend();
    }

    @Actor
    public void appender() {
      cells.nextSuspend();
    }

    @Actor
    public void walker(L_Result r) {
      Inside.Fresh fresh = Inside.secondSegment(cells);
      r.r1 = fresh.id + ", " + fresh.liveCells + ", " + fresh.linkedBack + ", " + fresh.empty;
    }
  }

  /**
   * The segment is linked first and completed afterwards. Last seen 2026-11-29 on x86 with JDK 17
   * (C2).
   */
  @JCStressTest
  @State
  @Ref("ARR-2")
  @Outcome(
      id = "0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The walker found a segment that has no id yet.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The segment is complete.")
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "There is no segment yet.")
  public static class Weakened {
    private static final VarHandle NEXT = Handles.field(Weakened.class, "next", Node.class);

    static final class Node {
      int id;
    }

    Node next;

    @Actor
    public void appender() {
      Node fresh = new Node();
      if (NEXT.compareAndSet(this, (Node) null, fresh)) {
        fresh.id = 1;
      }
    }

    @Actor
    public void walker(I_Result r) {
      Node found = (Node) NEXT.getAcquire(this);
      r.r1 = found == null ? -1 : found.id;
    }
  }
}
