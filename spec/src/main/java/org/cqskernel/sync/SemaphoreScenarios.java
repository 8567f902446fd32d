// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Semaphore: permits are neither lost nor made, whatever is cancelled. */
public final class SemaphoreScenarios implements ScenarioSource {

  static final class State {
    final Semaphore semaphore;
    final Ledger[] waiters = new Ledger[2];
    boolean tried;
    private int held;
    private int tooMany;

    State(Resumption resumption, int order) {
      semaphore =
          new Semaphore(1, resumption, policy -> CqsScenarios.impatient(resumption, policy, order));
      for (int i = 0; i < waiters.length; i++) {
        waiters[i] = new Ledger(String.valueOf(i)).then(this::hold);
      }
      if (!semaphore.tryAcquire()) {
        throw new AssertionError("a fresh semaphore has no permit");
      }
      held = 1;
    }

    private void hold() {
      if (++held > 1) {
        tooMany++;
      }
    }

    void acquire(int i) {
      semaphore.acquire(waiters[i]);
    }

    void cancel(int i) {
      waiters[i].tryCancel();
    }

    void release() {
      held--;
      semaphore.release();
    }

    /** SEM-3: at rest all permits are with holders or free, and nobody waits for a free one. */
    void checkConserved(int cancellers) {
      semaphore.validate();
      if (tooMany > 0) {
        throw new AssertionError("two holders of one permit (SEM-1)");
      }
      for (int round = 0; round < waiters.length + 1 && held > 0; round++) {
        release(); // Passes the permit on to whoever still waits.
      }
      for (int i = 0; i < waiters.length; i++) {
        if (i < cancellers) {
          waiters[i].checkSettled();
        } else {
          waiters[i].checkCalled();
        }
      }
      if (semaphore.availablePermits() != 1) {
        throw new AssertionError(semaphore + ": the permit is lost or doubled (SEM-3)");
      }
      // A permit too many might lie in a cell, for the next one who waits.
      Ledger first = new Ledger("late 1");
      Ledger second = new Ledger("late 2");
      semaphore.acquire(first);
      semaphore.acquire(second);
      if (!first.called() || second.called()) {
        throw new AssertionError("the queue has a permit of its own, or withholds one (SEM-3)");
      }
      semaphore.validate();
    }
  }

  /** One permit, taken, and nobody has waited yet. */
  static final class First {
    final Semaphore semaphore = new Semaphore(1, Resumption.ASYNC);
    final Ledger[] waiters = {new Ledger("0"), new Ledger("1")};

    First() {
      semaphore.tryAcquire();
    }

    void check() {
      semaphore.release();
      semaphore.release();
      for (Ledger w : waiters) {
        w.checkCalled();
      }
      semaphore.validate();
    }
  }

  /** Two permits, both taken. */
  static final class Returns {
    final Semaphore semaphore = new Semaphore(2, Resumption.ASYNC);

    Returns() {
      semaphore.tryAcquire();
      semaphore.tryAcquire();
    }

    void check() {
      if (semaphore.availablePermits() != 2) {
        throw new AssertionError(semaphore + ": a permit is lost (SEM-3)");
      }
    }
  }

  /** Two permits for two who do not wait. */
  static final class Tries {
    private final Semaphore semaphore = new Semaphore(2);
    private final boolean[] got = new boolean[2];

    void tryAcquire(int i) {
      got[i] = semaphore.tryAcquire();
    }

    void check() {
      if (!got[0] || !got[1] || semaphore.availablePermits() != 0) {
        throw new AssertionError(semaphore + ": got " + got[0] + ", " + got[1]);
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (Resumption resumption : Resumption.values()) {
      for (int order = 0; order <= 1; order++) {
        int o = order;
        String suffix = resumption.name().toLowerCase(Locale.ROOT) + "-" + order;
        all.add(
            Scenario.named("semaphore-cancel-release-" + suffix)
                .setup(
                    () -> {
                      State s = new State(resumption, o);
                      s.acquire(0);
                      s.acquire(1);
                      return s;
                    })
                .thread("canceller", s -> s.cancel(0))
                .thread("releaser", State::release)
                .check(s -> s.checkConserved(1))
                .covers(
                    "SEM-1", "SEM-3", "SEM-4", "SEM-5", "SEM-7", "CQS-11", "CQS-12", "CQS-13",
                    "CQS-15", "CQS-26")
                .describe("The first of two waiters cancels while the permit is released."));
        if (order > 0 && resumption == Resumption.ASYNC) {
          all.add(acquireCancelRelease(resumption, order));
        }
      }
    }
    all.add(
        Scenario.named("semaphore-two-try")
            .setup(Tries::new)
            .thread("trier 1", s -> s.tryAcquire(0))
            .thread("trier 2", s -> s.tryAcquire(1))
            .check(Tries::check)
            .covers("SEM-1", "SEM-9")
            .describe("Two try for two permits, and both get one."));
    all.add(
        Scenario.named("semaphore-first-waiters")
            .setup(First::new)
            .thread("acquirer 1", s -> s.semaphore.acquire(s.waiters[0]))
            .thread("acquirer 2", s -> s.semaphore.acquire(s.waiters[1]))
            .check(First::check)
            .covers("SEM-3")
            .describe("The first two waiters of a semaphore, which has no queue yet."));
    all.add(
        Scenario.named("semaphore-two-release")
            .setup(Returns::new)
            .thread("releaser 1", s -> s.semaphore.release())
            .thread("releaser 2", s -> s.semaphore.release())
            .check(Returns::check)
            .covers("SEM-3")
            .describe("Two permits are given back at the same time, and both are free."));
    return all;
  }

  static Scenario<State> acquireCancelRelease(Resumption resumption, int order) {
    String mode = resumption.name().toLowerCase(Locale.ROOT);
    return Scenario.named("semaphore-acquire-cancel-release-" + mode + "-" + order)
        .setup(() -> new State(resumption, order))
        .thread(
            "canceller",
            s -> {
              s.acquire(0);
              s.cancel(0);
            })
        .thread("acquirer", s -> s.acquire(1))
        .thread("releaser", State::release)
        .check(s -> s.checkConserved(1))
        .covers("SEM-1", "SEM-3", "SEM-4", "SEM-6", "CQS-12", "CQS-26")
        .describe("Two acquire, one of them cancels, and the permit is released.");
  }
}
