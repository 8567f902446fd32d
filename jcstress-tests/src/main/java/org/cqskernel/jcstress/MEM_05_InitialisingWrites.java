// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * MEM-5: whoever gets a reference to a new object from a shared variable sees the object as its
 * maker left it.
 *
 * <p>In Java that holds for final fields, and for others only if the reference is stored with
 * release and read with acquire. The kernel writes counts, links and the first cell of a queue
 * plainly, and publishes each by a compare-and-set.
 */
public class MEM_05_InitialisingWrites {

  /** The second waiter makes the queue and puts the first into it, while somebody resolves. */
  @JCStressTest
  @State
  @Ref("MEM-5")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both waiters were called.")
  @Outcome(id = "0, .*", expect = FORBIDDEN, desc = "The first waiter was not in its cell.")
  @Outcome(id = ".*", expect = FORBIDDEN, desc = "A waiter was called twice or not at all.")
  public static class Shipped {
    private final Resolver<Object> resolver = Promise.create();
    private int first;
    private int second;

    public Shipped() {
      resolver.promise().onResolve((value, cause) -> first++);
    }

    @Actor
    public void waiter() {
      resolver.promise().onResolve((value, cause) -> second++);
    }

    @Actor
    public void resolver() {
      resolver.resolve("value");
    }

    @Arbiter
    public void atRest(II_Result r) {
      r.r1 = first;
      r.r2 = second;
    }
  }

  /**
   * The segment is complete, then linked by a plain store and found by a plain load. Never seen on
   * x86, which keeps loads and stores each in order; hardware such as ARM could show it.
   */
  @JCStressTest
  @State
  @Ref("MEM-5")
  @Outcome(
      id = "0, .*",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The walker found a segment that has no id yet.")
  @Outcome(
      id = "1, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The walker found a segment whose cells are not there yet.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The segment is complete.")
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "There is no segment yet.")
  public static class Weakened {
    private static final class Node {
      private int id;
      private int cell;
    }

    private Node next;
    private int one = 1;

    @Actor
    public void appender() {
      Node fresh = new Node();
      fresh.id = one;
      fresh.cell = one;
      next = fresh;
    }

    @Actor
    public void walker(II_Result r) {
      Node found = next;
      r.r1 = found == null ? -1 : found.id;
      r.r2 = found == null ? -1 : found.cell;
    }
  }
}
