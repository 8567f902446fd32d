// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.Resolver;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * PR-5: a waiter that registers while the promise is resolved is called, once.
 *
 * <p>The first waiter lies in the word that the outcome replaces. Later ones take an index from the
 * word that the resolver closes. Either way the two sides meet in read-modify-writes of one word,
 * and whoever comes second knows it. The usual design has two words, the outcome and the index, of
 * which each side writes one and then reads the other: a Dekker pair, which release and acquire do
 * not order.
 */
public class PR_05_NoLostWakeup {
  /** The waiter would be the first. */
  @JCStressTest
  @State
  @Ref("PR-5")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiter was called once.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The waiter is never called.")
  @Outcome(id = "2", expect = FORBIDDEN, desc = "The waiter was called twice.")
  public static class ShippedFirstWaiter {
    private final Resolver<Object> resolver = Promise.create();
    private final AtomicInteger called = new AtomicInteger();

    @Actor
    public void waiter() {
      resolver.promise().onResolve((value, cause) -> called.incrementAndGet());
    }

    @Actor
    public void resolver() {
      resolver.resolve("value");
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = called.get();
    }
  }

  /** The waiter would be the second and makes the queue. */
  @JCStressTest
  @State
  @Ref("PR-5")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiter was called once.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The waiter is never called.")
  @Outcome(id = "2", expect = FORBIDDEN, desc = "The waiter was called twice.")
  public static class ShippedSecondWaiter {
    private final Resolver<Object> resolver = Promise.create();
    private final AtomicInteger called = new AtomicInteger();

    public ShippedSecondWaiter() {
      resolver.promise().onResolve((value, cause) -> {});
    }

    @Actor
    public void waiter() {
      resolver.promise().onResolve((value, cause) -> called.incrementAndGet());
    }

    @Actor
    public void resolver() {
      resolver.resolve("value");
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = called.get();
    }
  }

  /** There is a queue: an index is issued while the queue is closed. */
  @JCStressTest
  @State
  @Ref("PR-5")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiter was called once.")
  @Outcome(id = "0", expect = FORBIDDEN, desc = "The waiter is never called.")
  @Outcome(id = "2", expect = FORBIDDEN, desc = "The waiter was called twice.")
  public static class ShippedQueue {
    private final Resolver<Object> resolver = Promise.create();
    private final AtomicInteger called = new AtomicInteger();

    public ShippedQueue() {
      resolver.promise().onResolve((value, cause) -> {});
      resolver.promise().onResolve((value, cause) -> {});
    }

    @Actor
    public void waiter() {
      resolver.promise().onResolve((value, cause) -> called.incrementAndGet());
    }

    @Actor
    public void resolver() {
      resolver.resolve("value");
    }

    @Arbiter
    public void atRest(I_Result r) {
      r.r1 = called.get();
    }
  }

  /**
   * Outcome and index are two words, accessed by release and acquire. Last seen 2026-11-29 on x86
   * with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("PR-5")
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The resolver counted nobody and the waiter saw no outcome: the wake-up is lost.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The resolver covers the waiter, or the waiter sees the outcome.")
  public static class Weakened {
    private static final VarHandle STATE = Handles.field(Weakened.class, "state", int.class);
    private static final VarHandle INDEX = Handles.field(Weakened.class, "index", int.class);

    int state;
    int index;

    @Actor
    public void waiter(II_Result r) {
      INDEX.setRelease(this, 1);
      r.r2 = (int) STATE.getAcquire(this);
    }

    @Actor
    public void resolver(II_Result r) {
      STATE.setRelease(this, 1);
      r.r1 = (int) INDEX.getAcquire(this);
    }
  }

  /**
   * One word, but the resolver reads the index and then stores that it is closed. Last seen
   * 2026-11-29 on x86 with JDK 17 (C2).
   */
  @JCStressTest
  @State
  @Ref("PR-5")
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The resolver counted nobody and the waiter saw no outcome: the wake-up is lost.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The resolver covers the waiter, or the waiter sees the outcome.")
  public static class WeakenedClose {
    private static final VarHandle WORD = Handles.field(WeakenedClose.class, "word", int.class);
    private static final int CLOSED = 16;

    int word;

    @Actor
    public void waiter(II_Result r) {
      r.r2 = (int) WORD.getAndAdd(this, 1) >= CLOSED ? 1 : 0;
    }

    @Actor
    public void resolver(II_Result r) {
      int issued = (int) WORD.getVolatile(this);
      WORD.setVolatile(this, issued + CLOSED);
      r.r1 = issued;
    }
  }

  /**
   * Two words with a read-modify-write on one side and a volatile store on the other: as sound as
   * one word, and one more access.
   */
  @JCStressTest
  @State
  @Ref("PR-5")
  @Outcome(
      id = "0, 0",
      expect = FORBIDDEN,
      desc = "The resolver counted nobody and the waiter saw no outcome: the wake-up is lost.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The resolver covers the waiter, or the waiter sees the outcome.")
  public static class ModelTwoWords {
    private static final VarHandle INDEX = Handles.field(ModelTwoWords.class, "index", int.class);

    private volatile int state;
    int index;

    @Actor
    public void waiter(II_Result r) {
      INDEX.getAndAdd(this, 1);
      r.r2 = state;
    }

    @Actor
    public void resolver(II_Result r) {
      state = 1;
      r.r1 = (int) INDEX.getVolatile(this);
    }
  }
}
