// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Cqs;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * MEM-3: what the resumer did before it resumed is seen by the callback, whichever side runs it.
 *
 * <p>If the resumer comes first it leaves a mark in the cell; the suspender's compare-and-exchange
 * fails, reads the mark with acquire, and then the suspender runs the callback itself. A plain
 * compare-and-set that fails has no such effect.
 */
public class MEM_03_ResumerToCallback {
  /** An asynchronous queue: either side may come first, and the waiter is called in any case. */
  @JCStressTest
  @State
  @Ref("MEM-3")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The waiter was called once and saw what was written before the resumption.")
  @Outcome(
      id = "1, 0",
      expect = FORBIDDEN,
      desc = "The waiter was called and did not see what was written before the resumption.")
  @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "The waiter was never called.")
  @Outcome(id = "2, .*", expect = FORBIDDEN, desc = "The waiter was called twice.")
  public static class Shipped {
    private final Cqs<Object> queue = new Cqs<>();
    private int payload;
    private int calls;
    private int seen;

    @Actor
    public void suspender() {
      queue.suspend(
          new Noting<Object>(
              value -> {
                calls++;
                seen = payload;
              }));
    }

    @Actor
    public void resumer() {
      payload = 1;
      queue.resume(null);
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = calls;
      r.r2 = seen;
    }
  }

  /**
   * The suspender takes the failure of a plain compare-and-set for an acquire. Never seen on x86,
   * which keeps loads and stores each in order; hardware such as ARM could show it.
   */
  @JCStressTest
  @State
  @Ref("MEM-3")
  @Outcome(
      id = "1, 0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The suspender found the mark, but not what the resumer had written before.")
  @Outcome(
      id = "1, 0, 1",
      expect = ACCEPTABLE,
      desc = "The suspender found the mark and what the resumer had written.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The suspender came late.")
  @Outcome(
      id = "0, .*",
      expect = ACCEPTABLE,
      desc = "The suspender came first, or the compare-and-set failed for no reason.")
  public static class Weakened {
    private static final VarHandle CELL = Handles.field(Weakened.class, "cell", Object.class);
    private static final Object WAITER = "waiter";
    private static final Object RESUMED = "resumed";

    Object cell;
    private int payload;

    @Actor
    public void suspender(III_Result r) {
      r.r2 = payload;
      boolean installed = CELL.weakCompareAndSetPlain(this, (Object) null, WAITER);
      r.r3 = payload;
      r.r1 = !installed && cell == RESUMED ? 1 : 0;
    }

    @Actor
    public void resumer() {
      payload = 1;
      CELL.compareAndSet(this, (Object) null, RESUMED);
    }
  }
}
