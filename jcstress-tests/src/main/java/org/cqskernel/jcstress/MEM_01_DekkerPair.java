// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.sync.Condition;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * MEM-1: two threads each write one variable and then read the other's. At least one of them must
 * see the other's write.
 *
 * <p>The waiter registers and then looks whether the state has changed; the broadcaster changes the
 * state and then looks who waits. If both look too early nobody is called and the waiter sleeps for
 * ever. Release and acquire do not forbid that: a store may stay in the store buffer while the load
 * that follows it is served. x86 does so too.
 */
public class MEM_01_DekkerPair {
  /**
   * The condition variable is volatile, the broadcast is a read-modify-write of the suspend index.
   */
  @JCStressTest
  @State
  @Ref("MEM-1")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE,
      desc = "The broadcaster came second and called the waiter.")
  @Outcome(
      id = "0, 1",
      expect = ACCEPTABLE,
      desc = "The broadcaster found nobody, and the waiter saw the change.")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The waiter saw the change and was called as well.")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The waiter saw no change and is never called: it sleeps for ever.")
  public static class Shipped {
    private volatile int changed;
    private final Condition condition = new Condition();
    private int called;

    @Actor
    public void waiter(II_Result r) {
      condition.registerImmediate(() -> called = 1);
      r.r2 = changed;
    }

    @Actor
    public void broadcaster() {
      changed = 1;
      condition.broadcast();
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = called;
    }
  }

  /**
   * The same pair with release stores and acquire loads. Last seen 2026-11-29 on x86 with JDK 17
   * (C2).
   */
  @JCStressTest
  @State
  @Ref("MEM-1")
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "Both looked before the other's store arrived: the wake-up is lost.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "At least one of the two saw the other.")
  public static class Weakened {
    private static final VarHandle CHANGED = Handles.field(Weakened.class, "changed", int.class);
    private static final VarHandle REGISTERED =
        Handles.field(Weakened.class, "registered", int.class);

    int changed;
    int registered;

    @Actor
    public void waiter(II_Result r) {
      REGISTERED.setRelease(this, 1);
      r.r2 = (int) CHANGED.getAcquire(this);
    }

    @Actor
    public void broadcaster(II_Result r) {
      CHANGED.setRelease(this, 1);
      r.r1 = (int) REGISTERED.getAcquire(this);
    }
  }

  /** The same pair with volatile accesses: what a Dekker pair costs. */
  @JCStressTest
  @State
  @Ref("MEM-1")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "Both looked before the other's store arrived: the wake-up is lost.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "At least one of the two saw the other.")
  public static class ModelVolatile {
    private volatile int changed;
    private volatile int registered;

    @Actor
    public void waiter(II_Result r) {
      registered = 1;
      r.r2 = changed;
    }

    @Actor
    public void broadcaster(II_Result r) {
      changed = 1;
      r.r1 = registered;
    }
  }

  /**
   * How OneShot avoids the pair: registering and closing are read-modify-writes on one word, so one
   * of them comes second and knows it, in whatever mode.
   */
  @JCStressTest
  @State
  @Ref("MEM-1")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The closer counted nobody and the waiter did not see that it is closed.")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE,
      desc = "The closer came second and owes the waiter a call.")
  @Outcome(
      id = "0, 1",
      expect = ACCEPTABLE,
      desc = "The waiter came second and sees that it is closed.")
  @Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Each believes to have come second.")
  public static class ModelOneWord {
    private static final VarHandle WORD = Handles.field(ModelOneWord.class, "word", int.class);
    private static final int CLOSED = Integer.MIN_VALUE;

    int word;

    @Actor
    public void waiter(II_Result r) {
      r.r2 = (int) WORD.getAndAddRelease(this, 1) < 0 ? 1 : 0;
    }

    @Actor
    public void closer(II_Result r) {
      r.r1 = (int) WORD.getAndAddRelease(this, CLOSED);
    }
  }
}
