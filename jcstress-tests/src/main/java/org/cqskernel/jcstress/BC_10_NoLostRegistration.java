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
 * BC-10: a waiter that has its index when a broadcast takes its snapshot is called, although it has
 * not reached its cell yet.
 *
 * <p>The broadcaster that finds the cell empty leaves a mark there, and the waiter that finds the
 * mark is called at once. A broadcaster that skipped empty cells would have claimed an index that
 * nobody looks at again.
 */
public class BC_10_NoLostRegistration {
  /** A registration races with a broadcast; a second broadcast follows. */
  @JCStressTest
  @State
  @Ref("BC-10")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The first broadcast covered the registration, and the waiter was called.")
  @Outcome(
      id = "0, 1",
      expect = ACCEPTABLE,
      desc = "The registration came later and was called by the second broadcast.")
  @Outcome(
      id = ".*, 0",
      expect = FORBIDDEN,
      desc = "The index was claimed and nobody has called the waiter.")
  @Outcome(id = ".*, 2", expect = FORBIDDEN, desc = "The waiter was called twice.")
  public static class Shipped {
    private final Broadcast broadcast = new Broadcast();
    private int called;

    @Actor
    public void waiter() {
      broadcast.suspend(() -> called++);
    }

    @Actor
    public void broadcaster() {
      broadcast.resumeAll();
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = called;
      broadcast.resumeAll();
      r.r2 = called;
    }
  }

  /** The broadcaster skips an empty cell. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("BC-10")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The index was claimed and the cell empty: the waiter is never called.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The index was claimed and the waiter called.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The waiter came too late for this broadcast.")
  public static class Weakened {
    private static final VarHandle INDEX = Handles.field(Weakened.class, "index", int.class);
    private static final VarHandle CELL = Handles.field(Weakened.class, "cell", int.class);

    int index;
    int cell;

    @Actor
    public void waiter() {
      INDEX.getAndAdd(this, 1);
      CELL.compareAndSet(this, 0, 1);
    }

    @Actor
    public void broadcaster(II_Result r) {
      r.r1 = (int) INDEX.getAndAdd(this, 0);
      r.r2 = r.r1 == 1 && CELL.compareAndSet(this, 1, 2) ? 1 : 0;
    }
  }
}
