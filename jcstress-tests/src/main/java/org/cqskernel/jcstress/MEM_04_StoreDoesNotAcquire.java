// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * MEM-4: a volatile store publishes but does not acquire. Who overwrites a value and relies on what
 * its writer did before must exchange.
 *
 * <p>A smart canceller ends by exchanging the cell's content, because a resumer may have left a
 * value there (CQS-15). With a store it would lose the value; and even if it knew from elsewhere
 * that a value was there, it would not see what the resumer had written before.
 */
public class MEM_04_StoreDoesNotAcquire {
  /**
   * The canceller refuses the value that the resumer left, and reads what the resumer wrote before.
   */
  @JCStressTest
  @State
  @Ref("CQS-15")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The value arrived once, with what was written before the resumption.")
  @Outcome(
      id = "1, 0",
      expect = FORBIDDEN,
      desc = "The value arrived, but not what was written before the resumption.")
  @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "The value is lost.")
  @Outcome(id = "2, .*", expect = FORBIDDEN, desc = "The value arrived twice.")
  public static class Shipped {
    private final Cqs<Object> queue =
        new Cqs<>(Resumption.ASYNC, Cancellation.SMART, new Refusing());
    private final Noting<Object> waiter = new Noting<>(this::arrived);
    private int payload;
    private int arrivals;
    private int seen;

    public Shipped() {
      queue.suspend(waiter);
    }

    private final class Refusing implements Policy<Object> {
      @Override
      public boolean onCancellation() {
        return false;
      }

      @Override
      public void refused(Object value) {
        arrived(value);
      }
    }

    private void arrived(Object value) {
      arrivals++;
      seen = payload;
    }

    @Actor
    public void canceller() {
      waiter.cancel();
    }

    @Actor
    public void resumer() {
      payload = 1;
      queue.resume("value");
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = arrivals;
      r.r2 = seen;
    }
  }

  /**
   * The second writer stores. Never seen on x86, which keeps loads and stores each in order;
   * hardware such as ARM could show it.
   */
  @JCStressTest
  @State
  @Ref("MEM-4")
  @Outcome(
      id = "2, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The second store came later in time, and yet what preceded the first is not seen.")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "What preceded the first store is seen.")
  @Outcome(id = "1, .*", expect = ACCEPTABLE, desc = "The order was the other way round.")
  public static class Weakened {
    private volatile int word;
    private int payload;

    @Actor
    public void first() {
      payload = 1;
      word = 1;
    }

    @Actor
    public void second(II_Result r) {
      word = 2;
      r.r2 = payload;
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = word;
    }
  }

  /** The second writer exchanges, and so reads from the first. */
  @JCStressTest
  @State
  @Ref("MEM-4")
  @Outcome(
      id = "1, 0",
      expect = FORBIDDEN,
      desc = "The exchange returned the first store, but what preceded that is not seen.")
  @Outcome(
      id = "1, 1",
      expect = ACCEPTABLE,
      desc = "The exchange returned the first store, and what preceded it is seen.")
  @Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "The exchange came first.")
  public static class ModelExchange {
    private static final VarHandle WORD = Handles.field(ModelExchange.class, "word", int.class);

    int word;
    private int payload;

    @Actor
    public void first() {
      payload = 1;
      WORD.setVolatile(this, 1);
    }

    @Actor
    public void second(II_Result r) {
      r.r1 = (int) WORD.getAndSet(this, 2);
      r.r2 = payload;
    }
  }
}
