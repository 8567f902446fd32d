// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * A plain field, written on one side of a primitive and read on the other. A missing happens-before
 * edge is a data race on it, which the explorer reports whatever the machine would show.
 */
public final class PayloadScenarios implements ScenarioSource {

  static final class State {
    private final OneShotPromise<String> promise = new OneShotPromise<>();
    private final OneShotPromise<Object> small = new PromiseScenarios.Sized(1);
    private final Semaphore semaphore = new Semaphore(1, Resumption.ASYNC);
    private final Condition condition = new Condition();

    /** What the writer leaves for the reader. */
    private int payload;

    /** What each registration leaves for its callback. */
    private final int[] before = new int[3];

    /** What each reader has found; 1 if it had nothing to look for. */
    private final int[] got = {1, 1, 1};

    /** Opaque: they say how far the writer is, and order nothing. */
    private int told;

    private int called;

    State twoWait() {
      register(0);
      register(1);
      return this;
    }

    State hasWaited() {
      registerOnly();
      condition.broadcast();
      return this;
    }

    State taken() {
      semaphore.tryAcquire();
      return this;
    }

    // ---- Promise

    void resolve() {
      payload = 1;
      promise.tryResolve("value");
    }

    void peek() {
      if (promise.peek(null) != null) {
        got[0] = payload;
      }
    }

    void ask() {
      if (promise.isResolved()) {
        got[1] = payload;
      }
    }

    /** The callback reads what the resolver and what the one who registered have written. */
    void register(int i) {
      before[i] = 1;
      promise.onResolve((value, cause) -> got[i] = Math.min(payload, before[i]));
    }

    /** A promise with two cells to a segment, both of which are taken. */
    State fullSegment() {
      registerSmall();
      registerSmall();
      return this;
    }

    Suspension registerSmall() {
      return small.onResolve((value, cause) -> {});
    }

    void registerAndCancel() {
      registerSmall().cancel();
    }

    void await() throws InterruptedException {
      promise.await();
      got[0] = payload;
    }

    // ---- Semaphore: a field that belongs to whoever holds the permit

    private void use() {
      payload++;
    }

    void tryEnter() {
      if (semaphore.tryAcquire()) {
        use();
        semaphore.release();
      }
    }

    void enter() {
      semaphore.acquire(this::leave);
    }

    void block() throws InterruptedException {
      semaphore.acquire();
      use();
      semaphore.release();
    }

    void leave() {
      use();
      semaphore.release();
    }

    /** A waiter that is cancelled, whose permit, if it was given one, is free again. */
    void giveUp() {
      semaphore.acquire(this::leave).cancel();
    }

    // ---- Condition

    void broadcast() {
      payload = 1;
      condition.broadcast();
      TOLD.setOpaque(this, 1);
    }

    /**
     * COND-11: a waiter whom the broadcast has not called, because it came later, sees what was
     * written before. Told and called tell it that, and give no edge.
     */
    void registerAndLook() {
      condition.registerImmediate(() -> CALLED.setOpaque(this, 1));
      if ((int) TOLD.getOpaque(this) == 1 && (int) CALLED.getOpaque(this) == 0) {
        got[0] = payload;
      }
    }

    void registerOnly() {
      condition.registerImmediate(() -> {});
    }

    void registerAndRead() {
      before[0] = 1;
      condition.registerImmediate(() -> got[0] = Math.min(payload, before[0]));
    }

    // ---- at the end

    void check() {
      for (int found : got) {
        if (found != 1) {
          throw new AssertionError("the payload was read as " + found);
        }
      }
    }

    void checkUsed(int times) {
      if (payload != times) {
        throw new AssertionError("used " + payload + " times, not " + times);
      }
    }

    private static final VarHandle TOLD;
    private static final VarHandle CALLED;

    static {
      try {
        TOLD = MethodHandles.lookup().findVarHandle(State.class, "told", int.class);
        CALLED = MethodHandles.lookup().findVarHandle(State.class, "called", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    promise(all);
    semaphore(all);
    condition(all);
    return all;
  }

  private static void promise(List<Scenario<?>> all) {
    all.add(
        Scenario.named("payload-promise-peek")
            .setup(State::new)
            .thread("resolver", State::resolve)
            .thread("reader", State::peek)
            .thread("asker", State::ask)
            .check(State::check)
            .covers("PR-2", "PR-9")
            .describe("Who sees the outcome sees what was written before it."));
    all.add(
        Scenario.named("payload-promise-callback")
            .setup(State::new)
            .thread("resolver", State::resolve)
            .thread("awaiter", s -> s.register(0))
            .check(State::check)
            .covers("PR-5", "PR-9", "MEM-2", "MEM-3")
            .describe("A callback sees what was written before its registration and the outcome."));
    all.add(
        Scenario.named("payload-promise-queue")
            .setup(() -> new State().twoWait())
            .thread("resolver", State::resolve)
            .thread("awaiter", s -> s.register(2))
            .check(State::check)
            .covers("PR-5", "PR-9", "MEM-2", "MEM-3")
            .describe("The same with a queue, which is closed or still open."));
    all.add(
        Scenario.named("payload-promise-second")
            .setup(State::new)
            .thread("resolver", State::resolve)
            .thread("awaiter 1", s -> s.register(0))
            .thread("awaiter 2", s -> s.register(1))
            .check(State::check)
            .covers("PR-5", "PR-9", "MEM-2", "MEM-5")
            .describe("The second awaiter moves the first one into a queue."));
    all.add(
        Scenario.named("payload-promise-neighbours")
            .setup(() -> new State().fullSegment())
            .thread("awaiter 1", State::registerSmall)
            .thread("awaiter 2", State::registerAndCancel)
            .thread("awaiter 3", State::registerAndCancel)
            .check(State::check)
            .covers("ARR-12", "ITER-3", "MEM-5")
            .describe("Fresh segments: who did not make one counts itself out of it."));
    all.add(
        Scenario.named("payload-promise-await")
            .setup(State::new)
            .thread("resolver", State::resolve)
            .thread("awaiter", State::await)
            .check(State::check)
            .covers("PR-9", "CQS-19", "MEM-3")
            .describe("A thread that awaited sees what was written before the outcome."));
  }

  private static void semaphore(List<Scenario<?>> all) {
    all.add(
        Scenario.named("payload-semaphore-try")
            .setup(State::new)
            .thread("holder 1", State::tryEnter)
            .thread("holder 2", State::tryEnter)
            .check(s -> {})
            .covers("SEM-1")
            .describe("Two who use what belongs to the holder, if they get the permit."));
    all.add(
        Scenario.named("payload-semaphore-acquire")
            .setup(State::new)
            .thread("holder 1", State::enter)
            .thread("holder 2", State::enter)
            .check(s -> s.checkUsed(2))
            .covers("SEM-1", "MEM-2", "MEM-3")
            .describe("Two callbacks, one after the other."));
    all.add(
        Scenario.named("payload-semaphore-pass")
            .setup(() -> new State().taken())
            .thread("holder", State::leave)
            .thread("waiter 1", State::enter)
            .thread("waiter 2", State::enter)
            .check(s -> s.checkUsed(3))
            .covers("SEM-1", "SEM-3")
            .describe("A permit passes from hand to hand while the queue is made."));
    all.add(
        Scenario.named("payload-semaphore-threads")
            .setup(State::new)
            .thread("holder 1", State::block)
            .thread("holder 2", State::block)
            .check(s -> s.checkUsed(2))
            .covers("SEM-1", "CQS-19")
            .describe("Two threads that block."));
    all.add(
        Scenario.named("payload-semaphore-cancel")
            .setup(() -> new State().taken())
            .thread("holder", State::leave)
            .thread("canceller", State::giveUp)
            .thread("next", State::tryEnter)
            .check(s -> {})
            .covers("SEM-1", "SEM-4", "CQS-12")
            .describe("A permit that was promised to a cancelled waiter comes back."));
  }

  private static void condition(List<Scenario<?>> all) {
    all.add(
        Scenario.named("payload-broadcast-look")
            .setup(() -> new State().hasWaited())
            .thread("broadcaster", State::broadcast)
            .thread("waiter", State::registerAndLook)
            .check(State::check)
            .covers("COND-11", "MEM-1", "RALL-4")
            .describe("Who came too late for a broadcast sees what was written before it."));
    all.add(
        Scenario.named("payload-broadcast-first-look")
            .setup(State::new)
            .thread("broadcaster", State::broadcast)
            .thread("waiter", State::registerAndLook)
            .check(State::check)
            .covers("COND-11", "MEM-1")
            .describe("The same, and nobody has waited before."));
    all.add(
        Scenario.named("payload-broadcast-second-look")
            .setup(State::new)
            .thread("broadcaster", State::broadcast)
            .thread("first", State::registerOnly)
            .thread("waiter", State::registerAndLook)
            .check(State::check)
            .covers("COND-11", "MEM-1")
            .describe("The same, and another one waits first."));
    all.add(
        Scenario.named("payload-broadcast-callback")
            .setup(State::new)
            .thread("broadcaster", State::broadcast)
            .thread("waiter", State::registerAndRead)
            .check(State::check)
            .covers("COND-11", "MEM-2", "MEM-3", "BC-10")
            .describe("A callback sees what was written before registration and broadcast."));
  }
}
