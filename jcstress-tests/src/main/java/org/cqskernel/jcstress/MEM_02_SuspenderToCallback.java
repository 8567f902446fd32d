// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.cqskernel.sync.Broadcast;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * MEM-2: what the suspender did before it registered is seen by the callback, which the resumer
 * runs.
 *
 * <p>The edge is the compare-and-set that puts the waiter into its cell, and the resumer's read and
 * compare-and-set that take it out. With plain accesses the compiler may serve the callback's read
 * from an earlier one.
 */
public class MEM_02_SuspenderToCallback {
  /** A broadcast: the callback reads a plain field that the suspender wrote. */
  @JCStressTest
  @State
  @Ref("MEM-2")
  @Outcome(
      id = "1",
      expect = ACCEPTABLE,
      desc = "The waiter was called and saw what was written before.")
  @Outcome(
      id = "-1",
      expect = ACCEPTABLE,
      desc = "The broadcast came first: the waiter is not called.")
  @Outcome(
      id = "0",
      expect = FORBIDDEN,
      desc = "The waiter was called and did not see what was written before.")
  public static class Shipped {
    private final Broadcast broadcast = new Broadcast();
    private int payload;
    private int seen = -1;

    @Actor
    public void suspender() {
      payload = 1;
      broadcast.suspend(() -> seen = payload);
    }

    @Actor
    public void resumer() {
      broadcast.resumeAll();
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = seen;
    }
  }

  /**
   * A cell of plain accesses; the resumer has read the payload once before. Last seen 2026-11-29 on
   * x86 with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("MEM-2")
  @Outcome(
      id = "1, 0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The resumer found the waiter, but not what the waiter had written before.")
  @Outcome(
      id = "1, 0, 1",
      expect = ACCEPTABLE,
      desc = "The resumer found the waiter and what it had written.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The resumer came late.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The resumer came first.")
  public static class Weakened {
    private Object cell;
    private int payload;

    @Actor
    public void suspender() {
      payload = 1;
      cell = this;
    }

    @Actor
    public void resumer(III_Result r) {
      r.r2 = payload;
      r.r1 = cell == null ? 0 : 1;
      r.r3 = payload;
    }
  }
}
