// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.sync.Broadcast;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * RALL-1: of two broadcasts at a time each waiter is called by one.
 *
 * <p>A broadcaster claims all cells up to its snapshot by one compare-and-set of the resume index.
 */
public class RALL_01_ExclusiveClaim {
  /** Two broadcasts find two waiters. */
  @JCStressTest
  @State
  @Ref("RALL-1")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each waiter was called once.")
  @Outcome(id = ".*", expect = FORBIDDEN, desc = "A waiter was called twice or not at all.")
  public static class Shipped {
    private final Broadcast broadcast = new Broadcast();
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();

    public Shipped() {
      broadcast.suspend(first::incrementAndGet);
      broadcast.suspend(second::incrementAndGet);
    }

    @Actor
    public void one() {
      broadcast.resumeAll();
    }

    @Actor
    public void other() {
      broadcast.resumeAll();
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = first.get();
      r.r2 = second.get();
    }
  }

  /**
   * A broadcaster reads the resume index and then stores it. Last seen 2026-11-29 on x86 with JDK
   * 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("RALL-1")
  @Outcome(id = "2, 2", expect = ACCEPTABLE_INTERESTING, desc = "Both have claimed the same cells.")
  @Outcome(
      id = {"0, 2", "2, 0"},
      expect = ACCEPTABLE,
      desc = "One of them has claimed the cells.")
  public static class Weakened {
    private static final VarHandle RESUME = Handles.field(Weakened.class, "resume", int.class);

    int resume;

    private int claim() {
      int start = (int) RESUME.getVolatile(this);
      RESUME.setVolatile(this, 2);
      return 2 - start;
    }

    @Actor
    public void one(II_Result r) {
      r.r1 = claim();
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = claim();
    }
  }
}
