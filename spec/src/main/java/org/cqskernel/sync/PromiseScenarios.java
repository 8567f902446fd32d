// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Promise: registration, cancellation and resolution against each other. */
public final class PromiseScenarios implements ScenarioSource {

  /** A promise whose queue has segments of a chosen size. */
  static final class Sized extends OneShotPromise<Object> {
    private final int order;

    Sized(int order) {
      this.order = order;
    }

    @Override
    protected int segmentOrder() {
      return order;
    }
  }

  static final class State {
    final Sized promise;
    final Ledger[] waiters;
    int winners;
    Object got;
    Throwable thrown;

    State(int order, int waiters) {
      this.promise = new Sized(order);
      this.waiters = new Ledger[waiters];
      for (int i = 0; i < waiters; i++) {
        this.waiters[i] = new Ledger(String.valueOf(i)).then(this::checkResolved);
      }
    }

    /** PR-3: whoever is called finds the outcome. */
    private void checkResolved() {
      if (!promise.isResolved()) {
        throw new AssertionError("called before the promise has its outcome (PR-3)");
      }
    }

    void register(int i) {
      promise.suspend(waiters[i]);
    }

    void cancel(int i) {
      waiters[i].tryCancel();
    }

    void resolve(Object value) {
      if (promise.tryResolve(value)) {
        winners++;
      }
    }

    void checkAllSettled() {
      promise.validate();
      if (winners != 1) {
        throw new AssertionError(winners + " resolvers have won, not one (PR-1)");
      }
      for (Ledger w : waiters) {
        w.checkSettled();
        if (w.called() && w.value() != promise.peek(null)) {
          throw new AssertionError(w + " got " + w.value() + ", not the outcome (PR-2)");
        }
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (int order = 0; order <= 2; order++) {
      int o = order;
      all.add(
          Scenario.named("promise-cancel-resolve-" + order)
              .setup(() -> new State(o, 2))
              .thread(
                  "canceller",
                  s -> {
                    s.register(0);
                    s.cancel(0);
                  })
              .thread("awaiter", s -> s.register(1))
              .thread("resolver", s -> s.resolve(7))
              .check(State::checkAllSettled)
              .covers(
                  "ARR-1", "ARR-13", "PR-5", "PR-6", "PR-7", "BC-1", "BC-2", "BC-3", "BC-4",
                  "BC-10", "CB-4")
              .describe("Two awaiters, of which one cancels, against one resolver."));
      all.add(
          Scenario.named("promise-queue-resolve-" + order)
              .setup(
                  () -> {
                    State s = new State(o, 4);
                    s.register(0);
                    s.register(1);
                    return s;
                  })
              .thread("canceller", s -> s.cancel(1))
              .thread("awaiter", s -> s.register(2))
              .thread("resolver", s -> s.resolve(7))
              .check(
                  s -> {
                    s.register(3);
                    s.checkAllSettled();
                  })
              .covers(
                  "ARR-8", "ARR-13", "PR-2", "PR-5", "PR-6", "PR-7", "PR-10", "BC-2", "BC-4",
                  "BC-10")
              .describe("A queue of two: one is cancelled, one more comes, and all are resolved."));
    }
    all.add(
        Scenario.named("promise-two-resolvers")
            .setup(() -> new State(1, 2))
            .thread("awaiter", s -> s.register(0))
            .thread("resolver 1", s -> s.resolve(1))
            .thread("resolver 2", s -> s.resolve(2))
            .check(
                s -> {
                  s.register(1);
                  s.checkAllSettled();
                })
            .covers("PR-1", "PR-2", "PR-3", "PR-6", "PR-10")
            .describe("One awaiter and two resolvers: one wins, and both see its value."));
    all.add(
        Scenario.named("promise-first-waiter")
            .setup(
                () -> {
                  State s = new State(1, 2);
                  s.register(0);
                  return s;
                })
            .thread("canceller", s -> s.cancel(0))
            .thread("awaiter", s -> s.register(1))
            .thread("resolver", s -> s.resolve(7))
            .check(State::checkAllSettled)
            .covers("PR-5", "PR-7", "BC-2", "BC-4")
            .describe("The first waiter cancels while a second one moves it into a queue."));
    all.add(
        Scenario.named("promise-two-awaiters")
            .setup(
                () -> {
                  State s = new State(0, 4);
                  s.register(0);
                  s.register(1);
                  return s;
                })
            .thread("awaiter 1", s -> s.register(2))
            .thread("awaiter 2", s -> s.register(3))
            .check(
                s -> {
                  s.resolve(7);
                  s.checkAllSettled();
                })
            .covers("ITER-1", "ITER-3", "ITER-4", "PR-10")
            .describe("Two awaiters move the queue's position to a segment each."));
    all.add(
        Scenario.named("promise-first-cancel")
            .setup(
                () -> {
                  State s = new State(1, 2);
                  s.register(0);
                  return s;
                })
            .thread("canceller", s -> s.cancel(0))
            .thread("awaiter", s -> s.register(1))
            .check(
                s -> {
                  if (!s.waiters[0].cancelled()) {
                    throw new AssertionError("a cancel has lost, and nobody has resolved (BC-2)");
                  }
                  s.resolve(7);
                  s.checkAllSettled();
                })
            .covers("BC-2", "PR-7")
            .describe("The first waiter cancels while a second one comes, and nobody resolves."));
    all.add(
        Scenario.named("promise-await")
            .setup(() -> new State(1, 0))
            .thread("awaiter", s -> s.got = s.promise.await())
            .thread("resolver", s -> s.resolve(7))
            .check(
                s -> {
                  if (!Integer.valueOf(7).equals(s.got)) {
                    throw new AssertionError("await has returned " + s.got);
                  }
                })
            .covers("PR-5", "PR-9", "CQS-19", "CB-5")
            .describe("A thread awaits, parked if need be, and a resolver wakes it."));
    return all;
  }

  /** Threads that await, parked if need be, in contrast to callbacks that are registered. */
  static final class Threads {
    private final OneShotPromise<Object> promise = new Sized(1);
    private final Object[] got = new Object[3];

    void check() {
      promise.validate();
      for (Object value : got) {
        if (value == null || !value.equals(promise.peek(null))) {
          throw new AssertionError("await has returned " + value + " (PR-2)");
        }
      }
    }
  }

  static Scenario<Threads> threeAwaitsTwoResolvers() {
    return Scenario.named("promise-three-awaits-two-resolvers-1")
        .setup(Threads::new)
        .thread("awaiter 1", s -> s.got[0] = s.promise.await())
        .thread("awaiter 2", s -> s.got[1] = s.promise.await())
        .thread("awaiter 3", s -> s.got[2] = s.promise.await())
        .thread("resolver 1", s -> s.promise.tryResolve(1))
        .thread("resolver 2", s -> s.promise.tryResolve(2))
        .check(Threads::check)
        .covers("PR-1", "PR-2", "PR-5", "PR-7")
        .describe("Three threads await, parked if need be, and two resolvers compete.");
  }

  static Scenario<State> threeAwaitersTwoResolvers() {
    return Scenario.named("promise-three-awaiters-two-resolvers-1")
        .setup(() -> new State(1, 3))
        .thread("awaiter 1", s -> s.register(0))
        .thread("awaiter 2", s -> s.register(1))
        .thread("awaiter 3", s -> s.register(2))
        .thread("resolver 1", s -> s.resolve(1))
        .thread("resolver 2", s -> s.resolve(2))
        .check(State::checkAllSettled)
        .covers("PR-1", "PR-2", "PR-3", "PR-6")
        .describe("Three awaiters and two resolvers.");
  }
}
