// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.sync.Condition;
import org.cqskernel.sync.Mutex;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * COND-2, COND-4: a thread that waits with a mutex is woken when it has the mutex, and sees what
 * was done before the broadcast and what was done between it and the unlocking that hands the mutex
 * over.
 *
 * <p>The broadcast puts the waiter into the line of the mutex, and the unlocking resumes it from
 * there. So the woken thread has the edge of the unlocking, as every next holder has (SEM-1).
 */
public class COND_04_HandOver {
  private static void await(Condition condition, Mutex mutex) {
    try {
      condition.await(mutex);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    }
  }

  /** A thread awaits under the mutex. A lost wake-up shows as a test that does not end. */
  @JCStressTest
  @State
  @Ref("COND-2")
  @Ref("COND-4")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The thread sees all that was done under the mutex.")
  @Outcome(
      id = "1, 0",
      expect = FORBIDDEN,
      desc = "The thread goes on, and does not see what was done between broadcast and unlock.")
  @Outcome(
      id = "0, .*",
      expect = FORBIDDEN,
      desc = "The thread goes on, and does not see what was done before the broadcast.")
  public static class Shipped {
    private final Mutex mutex = new Mutex();
    private final Condition condition = new Condition();
    private int before;
    private int between;

    @Actor
    public void waiter(II_Result r) {
      mutex.lock();
      while (before == 0) {
        await(condition, mutex);
      }
      r.r1 = before;
      r.r2 = between;
      mutex.unlock();
    }

    @Actor
    public void broadcaster() {
      mutex.lock();
      before = 1;
      condition.broadcast();
      between = 1;
      mutex.unlock();
    }
  }

  /** The change is made under the mutex, and the broadcast comes behind it. */
  @JCStressTest
  @State
  @Ref("COND-1")
  @Ref("COND-4")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The thread sees the change.")
  @Outcome(id = ".*", expect = FORBIDDEN, desc = "The thread goes on without the change.")
  public static class ShippedUnlocked {
    private final Mutex mutex = new Mutex();
    private final Condition condition = new Condition();
    private int first;
    private int second;

    @Actor
    public void waiter(II_Result r) {
      mutex.lock();
      while (first == 0) {
        await(condition, mutex);
      }
      r.r1 = first;
      r.r2 = second;
      mutex.unlock();
    }

    @Actor
    public void broadcaster() {
      mutex.lock();
      first = 1;
      second = 1;
      mutex.unlock();
      condition.broadcast();
    }
  }

  /**
   * The thread goes on at the broadcast, without the mutex. Last seen 2026-11-29 on x86 with JDK 17
   * (C2).
   */
  @JCStressTest
  @State
  @Ref("COND-4")
  @Outcome(
      id = "1, 1, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The thread goes on in the middle of what was done under the mutex.")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "The thread goes on and sees all.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The thread waits on.")
  public static class Weakened {
    private static final VarHandle WOKEN = Handles.field(Weakened.class, "woken", int.class);

    int woken;
    private int before;
    private int between;

    @Actor
    public void waiter(III_Result r) {
      r.r1 = (int) WOKEN.getVolatile(this);
      r.r2 = before;
      r.r3 = between;
    }

    @Actor
    public void broadcaster() {
      before = 1;
      WOKEN.setVolatile(this, 1);
      between = 1;
    }
  }
}
