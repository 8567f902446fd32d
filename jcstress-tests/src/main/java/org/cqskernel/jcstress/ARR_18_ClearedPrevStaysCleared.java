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
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * ARR-18: once the resume side has cleared the link back of a segment, nobody sets it again.
 *
 * <p>The resume side clears by a release store, which is the only store in the kernel that is
 * weaker than volatile (MEM-6). The remover of the segment before relinks by a compare-and-set that
 * gives up when it finds null, so the store needs no order with anything: it comes before the
 * compare-and-set, which then fails, or after it, and then wins.
 */
public class ARR_18_ClearedPrevStaysCleared {
  /** A segment is removed while a broadcast passes over it. */
  @JCStressTest
  @State
  @Ref("ARR-18")
  @Outcome(
      id = "0",
      expect = ACCEPTABLE,
      desc = "The link is cleared and no removed segment is linked.")
  @Outcome(
      id = "1",
      expect = FORBIDDEN,
      desc = "The link came back, or a removed segment stays linked.")
  public static class Shipped {
    private final Broadcast broadcast = Inside.broadcast(0);
    private final Suspension[] waiters = new Suspension[4];

    public Shipped() {
      for (int i = 0; i < waiters.length; i++) {
        waiters[i] = broadcast.suspend(() -> {});
      }
    }

    @Actor
    public void canceller() {
      waiters[2].cancel();
    }

    @Actor
    public void broadcaster() {
      broadcast.resumeAll();
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

  /** The remover looks and then stores. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("ARR-18")
  @Outcome(
      id = "1",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The link came back after it was cleared.")
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "The link is cleared.")
  public static class Weakened {
    private static final VarHandle PREV = Handles.field(Weakened.class, "prev", int.class);

    int prev = 2;

    @Actor
    public void remover() {
      if (prev != 0) {
        PREV.setVolatile(this, 1);
      }
    }

    @Actor
    public void resumer() {
      PREV.setRelease(this, 0);
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = prev;
    }
  }
}
