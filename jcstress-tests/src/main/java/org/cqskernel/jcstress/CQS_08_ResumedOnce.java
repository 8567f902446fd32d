// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.cqs.Cqs;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * CQS-8: a waiter is resumed by one resumption. A resume and a resumeAll that meet claim the cell
 * by index first, and the winner claims the waiter by a compare-and-set.
 */
public class CQS_08_ResumedOnce {
  /** One waiter, one resume and one resumeAll. The value for one is never lost. */
  @JCStressTest
  @State
  @Ref("CQS-8")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The waiter was resumed by resumeAll; the value of resume lies there for the next.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The waiter was resumed by resume.")
  @Outcome(id = "2, .*", expect = FORBIDDEN, desc = "The waiter was resumed twice.")
  @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "The waiter was not resumed.")
  public static class Shipped {
    private final Cqs<Object> queue = new Cqs<>();
    private final AtomicInteger calls = new AtomicInteger();

    public Shipped() {
      queue.suspend(new Noting<Object>(value -> calls.incrementAndGet()));
    }

    @Actor
    public void one() {
      queue.resume("one");
    }

    @Actor
    public void all() {
      queue.resumeAll("all");
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = calls.get();
      AtomicInteger next = new AtomicInteger();
      queue.suspend(new Noting<Object>(value -> next.incrementAndGet()));
      r.r2 = next.get();
    }
  }

  /**
   * The claim is a look and then a store: two resumers claim one waiter. Last seen 2026-11-29 on
   * x86 with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("CQS-8")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE_INTERESTING,
      desc = "Both resumers have claimed the waiter.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first resumer has claimed the waiter.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second resumer has claimed the waiter.")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody has claimed the waiter.")
  public static class Weakened {
    private static final VarHandle CELL = Handles.field(Weakened.class, "cell", Object.class);
    private static final Object RESUMED = "resumed";

    Object cell = "waiter";

    @Actor
    public void one(II_Result r) {
      r.r1 = claim();
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = claim();
    }

    private int claim() {
      if (CELL.getVolatile(this) == RESUMED) {
        return 0;
      }
      CELL.setVolatile(this, RESUMED);
      return 1;
    }
  }
}
