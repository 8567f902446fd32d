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

/** PR-1: of two resolvers one wins, and everybody sees its value. */
public class PR_01_ResolvedOnce {
  /** Two threads resolve one promise. */
  @JCStressTest
  @State
  @Ref("PR-1")
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The first resolver won.")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "The second resolver won.")
  @Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Both believe to have won.")
  @Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "Neither has won.")
  @Outcome(id = ".*", expect = FORBIDDEN, desc = "The winner's value was overwritten.")
  public static class Shipped {
    private final Resolver<Integer> resolver = Promise.create();

    @Actor
    public void first(III_Result r) {
      r.r1 = resolver.tryResolve(1) ? 1 : 0;
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = resolver.tryResolve(2) ? 1 : 0;
    }

    @Arbiter
    public void atRest(III_Result r) {
      r.r3 = resolver.promise().peek(0);
    }
  }

  /** A resolver looks and then stores. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("PR-1")
  @Outcome(id = "1, 1, .*", expect = ACCEPTABLE_INTERESTING, desc = "Both believe to have won.")
  @Outcome(
      id = {"1, 0, 1", "0, 1, 2"},
      expect = ACCEPTABLE,
      desc = "One of them has won.")
  public static class Weakened {
    private static final VarHandle STATE = Handles.field(Weakened.class, "state", int.class);

    int state;

    private int resolve(int value) {
      if ((int) STATE.getVolatile(this) != 0) {
        return 0;
      }
      STATE.setVolatile(this, value);
      return 1;
    }

    @Actor
    public void first(III_Result r) {
      r.r1 = resolve(1);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = resolve(2);
    }

    @Arbiter
    public void atRest(III_Result r) {
      r.r3 = state;
    }
  }
}
