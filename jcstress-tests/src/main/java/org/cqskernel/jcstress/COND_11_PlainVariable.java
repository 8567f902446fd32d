// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.sync.Broadcast;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * COND-11: a broadcast that finds nobody still publishes: a waiter that registers after it sees
 * what was written before it, even into plain fields.
 *
 * <p>The broadcaster writes and then looks who waits; the waiter registers and then looks what was
 * written. The look at the waiters is itself a read-modify-write: of the suspend index by adding
 * nothing, or, as long as nobody has ever waited, of the queue's reference by replacing null by
 * null. The registration is a read-modify-write of the same word and comes second, therefore it
 * reads from the broadcast. A look by a volatile load would not do: the write before it may still
 * be in the store buffer, on x86 too.
 */
public class COND_11_PlainVariable {
  /** Nobody has ever waited: null is replaced by null. */
  @JCStressTest
  @State
  @Ref("COND-11")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE,
      desc = "The broadcaster came second and called the waiter.")
  @Outcome(
      id = "0, 1",
      expect = ACCEPTABLE,
      desc = "The broadcaster found nobody, and the waiter sees what was written before.")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The waiter saw the change and was called as well.")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The waiter is not called and does not see what was written before the broadcast.")
  public static class ShippedFirstWaiter {
    private final Broadcast broadcast = new Broadcast();
    private int changed;
    private int called;

    @Actor
    public void waiter(II_Result r) {
      broadcast.suspend(() -> called = 1);
      r.r2 = changed;
    }

    @Actor
    public void broadcaster() {
      changed = 1;
      broadcast.resumeAll();
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = called;
    }
  }

  /** There is a queue: nothing is added to the index. */
  @JCStressTest
  @State
  @Ref("COND-11")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE,
      desc = "The broadcaster came second and called the waiter.")
  @Outcome(
      id = "0, 1",
      expect = ACCEPTABLE,
      desc = "The broadcaster found nobody, and the waiter sees what was written before.")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The waiter saw the change and was called as well.")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The waiter is not called and does not see what was written before the broadcast.")
  public static class ShippedQueue {
    private final Broadcast broadcast = new Broadcast();
    private int changed;
    private int called;

    public ShippedQueue() {
      broadcast.suspend(() -> {});
      broadcast.resumeAll();
    }

    @Actor
    public void waiter(II_Result r) {
      broadcast.suspend(() -> called = 1);
      r.r2 = changed;
    }

    @Actor
    public void broadcaster() {
      changed = 1;
      broadcast.resumeAll();
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = called;
    }
  }

  /** The broadcaster reads that there is no queue. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("COND-11")
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The broadcaster found nobody, and the waiter does not see what was written before.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The waiter is called or sees the change.")
  public static class WeakenedFirstWaiter {
    private static final VarHandle QUEUE =
        Handles.field(WeakenedFirstWaiter.class, "queue", Object.class);

    Object queue;
    private int changed;

    @Actor
    public void waiter(II_Result r) {
      QUEUE.compareAndExchange(this, (Object) null, (Object) this);
      r.r2 = changed;
    }

    @Actor
    public void broadcaster(II_Result r) {
      changed = 1;
      r.r1 = QUEUE.getVolatile(this) == null ? 0 : 1;
    }
  }

  /** The broadcaster reads the index. Last seen 2026-11-29 on x86 with JDK 17 (C2). */
  @JCStressTest
  @State
  @Ref("COND-11")
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The broadcaster found nobody, and the waiter does not see what was written before.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The waiter is called or sees the change.")
  public static class WeakenedQueue {
    private static final VarHandle INDEX = Handles.field(WeakenedQueue.class, "index", long.class);

    long index;
    private int changed;

    @Actor
    public void waiter(II_Result r) {
      INDEX.getAndAdd(this, 1L);
      r.r2 = changed;
    }

    @Actor
    public void broadcaster(II_Result r) {
      changed = 1;
      r.r1 = (long) INDEX.getVolatile(this) == 0 ? 0 : 1;
    }
  }
}
