// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Synchronous resumption with a suspender on its way: an acquirer and a releaser can break each
 * other's attempt again and again (CQS-6), so there is a run without end, and the search bounds
 * preemptions. Without the bound, the explorer shows that run as a livelock.
 */
public final class SynchronousScenarios implements ScenarioSource {
  /** One permit, taken, and a releaser who looks once for its waiter. */
  static final class Parked {
    final Semaphore semaphore =
        new Semaphore(
            1, Resumption.SYNC, policy -> CqsScenarios.impatient(Resumption.SYNC, policy, 1));

    Parked() {
      semaphore.tryAcquire();
    }

    void check() {
      if (semaphore.availablePermits() != 0) {
        throw new AssertionError(semaphore + ": one thread holds the only permit (SEM-3)");
      }
      semaphore.validate();
    }
  }

  /** A semaphore as users get it who say nothing of resumption. */
  static final class Default {
    private final Semaphore semaphore = new Semaphore(1);
    private final Ledger first = new Ledger("first");
    private final Ledger second = new Ledger("second");
    private boolean tried;

    Default() {
      semaphore.tryAcquire();
    }

    void acquire() {
      semaphore.acquire(first);
    }

    void releaseAndTry() {
      semaphore.release();
      tried = semaphore.tryAcquire();
      if (!tried) {
        semaphore.acquire(second);
      }
    }

    /** SEM-9: in vain means that the other one has the permit, and it does not give it back. */
    void check() {
      if (!tried && second.called()) {
        throw new AssertionError("in vain, and then served at once (SEM-9)");
      }
      semaphore.validate();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        SemaphoreScenarios.acquireCancelRelease(Resumption.SYNC, 1),
        Scenario.named("semaphore-thread-release")
            .setup(Parked::new)
            .thread("waiter", s -> s.semaphore.acquireUninterruptibly())
            .thread("releaser", s -> s.semaphore.release())
            .check(Parked::check)
            .covers("SEM-3", "CQS-6")
            .describe("A thread acquires while a releaser loses patience with it."),
        Scenario.named("semaphore-try-after-release")
            .setup(Default::new)
            .thread("acquirer", Default::acquire)
            .thread("trier", Default::releaseAndTry)
            .check(Default::check)
            .covers("SEM-9")
            .describe(
                "Who releases, tries in vain, and acquires at once: there is no such order."));
  }
}
