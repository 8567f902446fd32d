// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Elsewhere;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/** Semaphore, asynchronous: each operation against each; both permits are taken at first. */
public final class SemaphorePairs implements PairSource {

  static final class State extends PermitPairs {
    final Semaphore semaphore;

    State(Resumption resumption, int order) {
      super(2);
      semaphore =
          new Semaphore(2, resumption, policy -> CqsScenarios.impatient(resumption, policy, order));
      takeAll();
    }

    @Override
    void acquire(Ledger waiter) {
      semaphore.acquire(waiter);
    }

    @Override
    Suspension acquire(Runnable callback) {
      return semaphore.acquire(callback);
    }

    @Override
    boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    @Override
    void release() {
      semaphore.release();
    }

    @Override
    int available() {
      return semaphore.availablePermits();
    }

    @Override
    void validate() {
      semaphore.validate();
    }

    void acquireTimed() throws InterruptedException {
      if (semaphore.tryAcquire(1, TimeUnit.SECONDS)) {
        held();
      }
    }
  }

  @Override
  public Options options(Scenario<?> scenario, Options options) {
    return Elsewhere.options(scenario, PairSource.super.options(scenario, options));
  }

  @Override
  public List<Pairs<?>> pairs() {
    return pairs(Resumption.ASYNC);
  }

  static List<Pairs<?>> pairs(Resumption resumption) {
    List<Pairs<?>> all = new ArrayList<>();
    for (int order = 0; order <= 2; order++) {
      all.add(pairs(resumption, order));
    }
    return all;
  }

  private static Pairs<State> pairs(Resumption resumption, int order) {
    String mode = resumption.name().toLowerCase(Locale.ROOT);
    Pairs<State> pairs =
        Pairs.of("semaphore " + mode + " " + order, () -> new State(resumption, order))
            .operation("acquire(Waiter)", State::prepareWaiter, State::acquireWaiter)
            .operation(Elsewhere.CANCEL, State::prepareElsewhere, State::cancelFromElsewhere)
            .operation("acquire(Runnable)", State::acquireCallback)
            .operation("cancel()", State::prepareWaiting, State::cancelWaiter)
            .operation("cancel() of a callback", State::acquireCallback, State::cancelCallback)
            .operation("tryAcquire()", (s, p) -> s.tryHold())
            .freeing("release()", (s, p) -> {}, (s, p) -> s.giveBack())
            .reading("availablePermits()", s -> s.semaphore.availablePermits())
            .reading("toString()", s -> s.semaphore.toString())
            .reading("dump()", s -> s.semaphore.dump())
            .blocking(
                "acquire()",
                (s, p) -> {},
                (s, p) -> {
                  s.semaphore.acquire();
                  s.held();
                })
            .blocking(
                "acquireUninterruptibly()",
                (s, p) -> {},
                (s, p) -> {
                  s.semaphore.acquireUninterruptibly();
                  s.held();
                })
            .blocking("tryAcquire(long, TimeUnit)", (s, p) -> {}, (s, p) -> s.acquireTimed())
            .atMost("release()", 2, "there are two permits")
            .rescue(State::giveBack)
            .check(State::check)
            .covers("SEM-1", "SEM-3", "SEM-4");
    if (resumption == Resumption.SYNC) {
      PermitPairs.unsafe(pairs, "release()", "tryAcquire(long, TimeUnit)");
    }
    return pairs;
  }
}
