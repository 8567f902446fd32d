// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.model.Orders;
import org.cqskernel.model.SequentialPromise;
import org.cqskernel.model.SequentialSemaphore;

/**
 * What the threads saw, and what is left at rest, must come out of the sequential specification
 * too, in some order of the operations.
 */
public final class ModelScenarios implements ScenarioSource {

  private static final Set<String> PROMISE =
      new Orders<>(SequentialPromise<Integer, String>::new)
          .thread(p -> p.register(0), p -> p.cancel(0))
          .thread(p -> p.tryResolve("a"), p -> p.tryResolve("b"), p -> p.peek("none"))
          .outcomes(p -> p.called().contains(0));

  private static final Set<String> SEMAPHORE =
      new Orders<>(ModelScenarios::taken)
          .thread(s -> s.acquire(0), s -> s.cancel(0))
          .thread(ModelScenarios::release, s -> s.acquire(1))
          .outcomes(s -> s.given(0) + " " + s.given(1) + " " + s.availablePermits());

  private static SequentialSemaphore<Integer> taken() {
    SequentialSemaphore<Integer> semaphore = new SequentialSemaphore<>(1);
    semaphore.tryAcquire();
    return semaphore;
  }

  private static Object release(SequentialSemaphore<Integer> semaphore) {
    semaphore.release();
    return "released";
  }

  /** The results of two threads, each in a list of its own. */
  abstract static class State {
    final Ledger zero = new Ledger("0");
    final Ledger one = new Ledger("1");
    final List<List<Object>> results = List.of(new ArrayList<>(), new ArrayList<>());

    void note(int thread, Object result) {
      results.get(thread).add(result);
    }

    final void check(Set<String> allowed, Object end) {
      String outcome = Orders.outcome(results, end);
      if (!allowed.contains(outcome)) {
        throw new AssertionError("no order explains " + outcome + ", only " + allowed);
      }
    }
  }

  static final class PromiseState extends State {
    final OneShotPromise<Object> promise = new OneShotPromise<>();
  }

  static final class SemaphoreState extends State {
    final Semaphore semaphore = new Semaphore(1, Resumption.ASYNC, 0);

    SemaphoreState() {
      semaphore.tryAcquire();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("promise-model")
            .setup(PromiseState::new)
            .thread(
                "waiter",
                s -> {
                  s.note(0, s.promise.suspend(s.zero));
                  s.note(0, s.zero.tryCancel());
                })
            .thread(
                "resolver",
                s -> {
                  s.note(1, s.promise.tryResolve("a"));
                  s.note(1, s.promise.tryResolve("b"));
                  s.note(1, s.promise.peek("none"));
                })
            .check(s -> s.check(PROMISE, s.zero.called()))
            .covers("PR-1", "PR-2", "PR-5", "PR-7", "BC-2")
            .describe("A promise behaves as its sequential specification in some order."),
        Scenario.named("semaphore-model")
            .setup(SemaphoreState::new)
            .thread(
                "waiter",
                s -> {
                  s.note(0, !s.semaphore.acquire(s.zero));
                  s.note(0, s.zero.tryCancel());
                })
            .thread(
                "releaser",
                s -> {
                  s.semaphore.release();
                  s.note(1, "released");
                  s.note(1, !s.semaphore.acquire(s.one));
                })
            .check(
                s ->
                    s.check(
                        SEMAPHORE,
                        s.zero.called()
                            + " "
                            + s.one.called()
                            + " "
                            + s.semaphore.availablePermits()))
            .covers("SEM-1", "SEM-3", "SEM-4", "SEM-8", "CQS-26")
            .describe("A semaphore behaves as its sequential specification in some order."));
  }
}
