// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.sync.Broadcast;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * RALL-4: a registration that was over before a broadcast began is called by it.
 *
 * <p>The registration and the broadcaster's snapshot are read-modify-writes of one index. Who knows
 * from elsewhere that the registration is over, here from a volatile flag, takes a snapshot that
 * holds it. A snapshot that may be served from an earlier load does not.
 */
public class RALL_04_Snapshot {
  /** The broadcaster knows whether the waiter is registered, and then broadcasts. */
  @JCStressTest
  @State
  @Ref("RALL-4")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The waiter was registered, and called before the broadcast returned.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The broadcaster did not know of the waiter.")
  @Outcome(
      id = "1, 0",
      expect = FORBIDDEN,
      desc = "The waiter was registered, and the broadcast has missed it.")
  public static class Shipped {
    private final Broadcast broadcast = new Broadcast();
    private volatile int registered;
    private volatile int called;

    @Actor
    public void waiter() {
      broadcast.suspend(() -> called = 1);
      registered = 1;
    }

    @Actor
    public void broadcaster(II_Result r) {
      r.r1 = registered;
      broadcast.resumeAll();
      r.r2 = called;
    }
  }

  /**
   * The snapshot is a plain load, and the index has been read before. Last seen 2026-11-29 on x86
   * with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("RALL-4")
  @Outcome(
      id = "1, 0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The waiter was registered, and the snapshot does not hold it.")
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The snapshot holds the waiter.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The snapshot holds the waiter.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The broadcaster did not know of the waiter.")
  public static class Weakened {
    private static final VarHandle INDEX = Handles.field(Weakened.class, "index", int.class);

    int index;
    private int registered;

    @Actor
    public void waiter() {
      INDEX.getAndAdd(this, 1);
      registered = 1;
    }

    @Actor
    public void broadcaster(III_Result r) {
      r.r2 = index;
      r.r1 = registered;
      r.r3 = index;
    }
  }
}
