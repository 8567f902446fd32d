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
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * PR-3: the outcome is set before anybody is called. Whoever learns of a call, from what the
 * callback has written, finds the promise resolved.
 */
public class PR_03_OutcomeBeforeCalls {
  /** The waiter lies in the promise itself. */
  @JCStressTest
  @State
  @Ref("PR-3")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The waiter was called; the outcome is set.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The waiter is not called yet.")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The waiter was called before the outcome.")
  public static class ShippedFirstWaiter {
    private final Resolver<Object> resolver = Promise.create();
    private volatile int called;

    public ShippedFirstWaiter() {
      resolver.promise().onResolve((value, cause) -> called = 1);
    }

    @Actor
    public void looker(II_Result r) {
      r.r1 = called;
      r.r2 = resolver.promise().isResolved() ? 1 : 0;
    }

    @Actor
    public void resolver() {
      resolver.resolve("value");
    }
  }

  /** The waiter lies in a queue behind another one. */
  @JCStressTest
  @State
  @Ref("PR-3")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The waiter was called; the outcome is set.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The waiter is not called yet.")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The waiter was called before the outcome.")
  public static class ShippedQueue {
    private final Resolver<Object> resolver = Promise.create();
    private volatile int called;

    public ShippedQueue() {
      resolver.promise().onResolve((value, cause) -> {});
      resolver.promise().onResolve((value, cause) -> called = 1);
    }

    @Actor
    public void looker(II_Result r) {
      r.r1 = called;
      r.r2 = resolver.promise().isResolved() ? 1 : 0;
    }

    @Actor
    public void resolver() {
      resolver.resolve("value");
    }
  }

  /**
   * The waiter is called first, and then the outcome is set. Last seen 2026-11-29 on x86 with JDK
   * 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("PR-3")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The waiter was called before the outcome.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The waiter was called; the outcome is set.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The waiter is not called yet.")
  public static class Weakened {
    private static final VarHandle STATE = Handles.field(Weakened.class, "state", int.class);

    int state;
    private volatile int called;

    @Actor
    public void looker(II_Result r) {
      r.r1 = called;
      r.r2 = (int) STATE.getVolatile(this);
    }

    @Actor
    public void resolver() {
      called = 1;
      STATE.compareAndSet(this, 0, 1);
    }
  }
}
