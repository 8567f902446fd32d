// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.cqskernel.cqs.Cqs;
import org.cqskernel.sync.Inside;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * CQS-19: a thread that waits returns with the value that it was resumed with, and sees what was
 * written into it.
 *
 * <p>The resumer writes the value into a plain field of the waiter and then stores null into the
 * volatile field that the thread looks at.
 */
public class CQS_19_AwaitReturnsValue {
  /** A thread waits in a queue. A lost wake-up shows as a test that does not end. */
  @JCStressTest
  @State
  @Ref("CQS-19")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The thread has the value and its content.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The thread has the value without its content.")
  @Outcome(id = "-1", expect = FORBIDDEN, desc = "The thread returned without a value.")
  public static class Shipped {
    private static final class Box {
      private int content;
    }

    private final Cqs<Box> queue = new Cqs<>();

    @Actor
    public void waiter(I_Result r) {
      Box box = Inside.await(queue);
      r.r1 = box == null ? -1 : box.content;
    }

    @Actor
    public void resumer() {
      Box box = new Box();
      box.content = 1;
      queue.resume(box);
    }
  }

  /**
   * The field that the thread looks at is plain, and the value has been read before. Last seen
   * 2026-11-29 on x86 with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("CQS-19")
  @Outcome(
      id = "1, 0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The thread is free to go and has no value.")
  @Outcome(
      id = "1, 0, 1",
      expect = ACCEPTABLE,
      desc = "The thread is free to go and has the value.")
  @Outcome(
      id = "1, 1, 1",
      expect = ACCEPTABLE,
      desc = "The thread is free to go and has the value.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The thread waits on.")
  public static class Weakened {
    private int resumed;
    private int value;

    @Actor
    public void waiter(III_Result r) {
      r.r2 = value;
      r.r1 = resumed;
      r.r3 = value;
    }

    @Actor
    public void resumer() {
      value = 1;
      resumed = 1;
    }
  }
}
