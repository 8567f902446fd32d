// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Inside;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * MEM-6: a remover that links its neighbours and then looks whether they were removed meanwhile
 * must not look before its link is visible.
 *
 * <p>Two neighbouring segments are removed at once. Each remover marks its own segment removed,
 * links around it, and looks again. If the link were a release store it could stay in the store
 * buffer during that look; then neither remover would see the other, and a removed segment would
 * stay linked. The window in the shipped code is a few instructions of two removals, so a mutant of
 * it may take long to be seen; the model has nothing else in it.
 */
public class MEM_06_UnlinkByVolatile {
  /** Two neighbouring one-cell segments are removed at once. */
  @JCStressTest
  @State
  @Ref("MEM-6")
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Neither segment is linked any more.")
  @Outcome(
      id = "1",
      expect = FORBIDDEN,
      desc = "A removed segment stays linked, or a count is wrong.")
  public static class Shipped {
    private final Broadcast broadcast = Inside.broadcast(0);
    private final Suspension[] waiters = new Suspension[4];

    public Shipped() {
      for (int i = 0; i < waiters.length; i++) {
        waiters[i] = broadcast.suspend(() -> {});
      }
    }

    @Actor
    public void left() {
      waiters[1].cancel();
    }

    @Actor
    public void right() {
      waiters[2].cancel();
    }

    @Arbiter
    public void atRest(I_Result r) {
      try {
        broadcast.validate();
      } catch (IllegalStateException e) {
        r.r1 = 1;
      }
    }
  }

  /**
   * The left remover links by a release store; the right one is removed by a read-modify-write.
   * Last seen 2026-11-29 on x86 with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("MEM-6")
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The left remover saw its neighbour alive, the right one did not see the link.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "At least one of them saw the other and repairs the link.")
  public static class Weakened {
    private static final VarHandle LINK = Handles.field(Weakened.class, "link", int.class);
    private static final VarHandle REMOVED = Handles.field(Weakened.class, "removed", int.class);

    int link;
    int removed;

    @Actor
    public void left(II_Result r) {
      LINK.setRelease(this, 1);
      r.r1 = (int) REMOVED.getVolatile(this);
    }

    @Actor
    public void right(II_Result r) {
      REMOVED.getAndAdd(this, 1);
      r.r2 = (int) LINK.getVolatile(this);
    }
  }

  /** The left remover links by a volatile store. */
  @JCStressTest
  @State
  @Ref("MEM-6")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The left remover saw its neighbour alive, the right one did not see the link.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "At least one of them saw the other and repairs the link.")
  public static class ModelVolatile {
    private static final VarHandle LINK = Handles.field(ModelVolatile.class, "link", int.class);
    private static final VarHandle REMOVED =
        Handles.field(ModelVolatile.class, "removed", int.class);

    int link;
    int removed;

    @Actor
    public void left(II_Result r) {
      LINK.setVolatile(this, 1);
      r.r1 = (int) REMOVED.getVolatile(this);
    }

    @Actor
    public void right(II_Result r) {
      REMOVED.getAndAdd(this, 1);
      r.r2 = (int) LINK.getVolatile(this);
    }
  }
}
