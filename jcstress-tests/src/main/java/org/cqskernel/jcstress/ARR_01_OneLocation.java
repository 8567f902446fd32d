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
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * ARR-1: a suspender and a resumer of one index meet in one cell, although both may have to make
 * its segment.
 *
 * <p>The segment is appended by a compare-and-set, and the loser goes on with the winner's.
 */
public class ARR_01_OneLocation {
  /** Both sides need the second segment at once. */
  @JCStressTest
  @State
  @Ref("ARR-1")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The two sides have met in one cell.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "Each side has a cell of its own.")
  public static class Shipped {
    private final Cells cells = new Cells(0);
    private Cells.Slot resumed;

    public Shipped() {
      cells.nextSuspend();
      cells.nextResume();
    }

    @Actor
    public void suspender() {
      cells.nextSuspend().getAndSet("waiter");
    }

    @Actor
    public void resumer() {
      resumed = cells.nextResume();
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = resumed.get() == null ? 0 : 1;
    }
  }

  /** An appender looks and then stores. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("ARR-1")
  @Outcome(id = "0", expect = ACCEPTABLE_INTERESTING, desc = "Each side has a segment of its own.")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "Both sides have the same segment.")
  public static class Weakened {
    private static final VarHandle NEXT = Handles.field(Weakened.class, "next", Object.class);

    Object next;
    private Object suspenders;
    private Object resumers;

    private Object nextOrAppend() {
      Object found = NEXT.getVolatile(this);
      if (found == null) {
        found = new Object();
        NEXT.setVolatile(this, found);
      }
      return found;
    }

    @Actor
    public void suspender() {
      suspenders = nextOrAppend();
    }

    @Actor
    public void resumer() {
      resumers = nextOrAppend();
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = suspenders == resumers ? 1 : 0;
    }
  }
}
