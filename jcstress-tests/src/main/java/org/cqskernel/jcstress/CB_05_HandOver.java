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
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * CB-5, for threads: a thread does not go on before all that it was promised is there.
 *
 * <p>Here that is the value of the promise: the thread waiter stores it before it stores that the
 * thread may go on. In the other order a thread that happens to look in between goes on without the
 * value.
 */
public class CB_05_HandOver {
  /** A thread awaits a promise. A lost wake-up shows as a test that does not end. */
  @JCStressTest
  @State
  @Ref("CB-5")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The thread went on with the value.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The thread went on without the value.")
  public static class Shipped {
    private final Resolver<Integer> resolver = Promise.create();

    @Actor
    public void waiter(I_Result r) {
      Integer value = resolver.promise().awaitUninterruptibly();
      r.r1 = value == null ? 0 : value;
    }

    @Actor
    public void resolver() {
      resolver.resolve(1);
    }
  }

  /**
   * The thread is let go before the value is stored. Last seen 2026-11-29 on x86 with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("CB-5")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The thread went on without the value.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The thread went on with the value.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The thread waits on.")
  public static class Weakened {
    private static final VarHandle THREAD = Handles.field(Weakened.class, "resumed", int.class);

    int resumed;
    private int value;

    @Actor
    public void waiter(II_Result r) {
      r.r1 = (int) THREAD.getVolatile(this);
      r.r2 = value;
    }

    @Actor
    public void resumer() {
      THREAD.setVolatile(this, 1);
      value = 1;
    }
  }
}
