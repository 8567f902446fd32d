// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * PR-9: whoever learns that a promise is resolved sees what was done before it was resolved, on
 * each of the three ways to learn it: a look, a callback, an await.
 */
public class PR_09_Publication {
  /** A look that finds the promise resolved. */
  @JCStressTest
  @State
  @Ref("PR-9")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The promise was resolved and what was written before is seen.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The promise was not resolved yet.")
  @Outcome(
      id = "1, 0",
      expect = FORBIDDEN,
      desc = "The promise was resolved, but what was written before is not seen.")
  public static class ShippedPeek {
    private final Resolver<Object> resolver = Promise.create();
    private int payload;

    @Actor
    public void looker(II_Result r) {
      r.r1 = resolver.promise().peek(null) == null ? 0 : 1;
      r.r2 = payload;
    }

    @Actor
    public void resolver() {
      payload = 1;
      resolver.resolve("value");
    }
  }

  /** A callback, run by the resolver or by the registering thread. */
  @JCStressTest
  @State
  @Ref("PR-9")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The callback saw what was written before.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The callback did not see what was written before.")
  @Outcome(id = "-1", expect = FORBIDDEN, desc = "The callback was never called.")
  public static class ShippedCallback {
    private final Resolver<Object> resolver = Promise.create();
    private int payload;
    private int seen = -1;

    @Actor
    public void waiter() {
      resolver.promise().onResolve((value, cause) -> seen = payload);
    }

    @Actor
    public void resolver() {
      payload = 1;
      resolver.resolve("value");
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = seen;
    }
  }

  /** A thread that waits, parked or not. A lost wake-up shows as a test that does not end. */
  @JCStressTest
  @State
  @Ref("PR-9")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The thread saw what was written before.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The thread did not see what was written before.")
  public static class ShippedAwait {
    private final Resolver<Object> resolver = Promise.create();
    private int payload;

    @Actor
    public void waiter(I_Result r) {
      resolver.promise().awaitUninterruptibly();
      r.r1 = payload;
    }

    @Actor
    public void resolver() {
      payload = 1;
      resolver.resolve("value");
    }
  }

  /**
   * The look is a plain load, and the payload has been read before. Last seen 2026-11-29 on x86
   * with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("PR-9")
  @Outcome(
      id = "1, 0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The promise was resolved, but what was written before is not seen.")
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "What was written before is seen.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "What was written before is seen.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The promise was not resolved yet.")
  public static class Weakened {
    private static final VarHandle STATE = Handles.field(Weakened.class, "state", int.class);

    int state;
    private int payload;

    @Actor
    public void looker(III_Result r) {
      r.r2 = payload;
      r.r1 = state;
      r.r3 = payload;
    }

    @Actor
    public void resolver() {
      payload = 1;
      STATE.compareAndSet(this, 0, 1);
    }
  }

  /**
   * The look is an opaque load. Never seen on x86, which keeps loads and stores each in order;
   * hardware such as ARM could show it.
   */
  @JCStressTest
  @State
  @Ref("PR-9")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The promise was resolved, but what was written before is not seen.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "What was written before is seen.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The promise was not resolved yet.")
  public static class WeakenedOpaque {
    private static final VarHandle STATE = Handles.field(WeakenedOpaque.class, "state", int.class);

    int state;
    private int payload;

    @Actor
    public void looker(II_Result r) {
      r.r1 = (int) STATE.getOpaque(this);
      r.r2 = payload;
    }

    @Actor
    public void resolver() {
      payload = 1;
      STATE.compareAndSet(this, 0, 1);
    }
  }
}
