// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.Elsewhere;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/** Mutex, asynchronous: each operation against each; it is locked at first. */
public final class MutexPairs implements PairSource {

  static final class State extends PermitPairs {
    final Mutex mutex;

    State(Resumption resumption, int order) {
      super(1);
      mutex = new Mutex(resumption, order);
      takeAll();
    }

    @Override
    void acquire(Ledger waiter) {
      mutex.lock(waiter);
    }

    @Override
    Suspension acquire(Runnable callback) {
      return mutex.lock(callback);
    }

    @Override
    boolean tryAcquire() {
      return mutex.tryLock();
    }

    @Override
    void release() {
      mutex.unlock();
    }

    @Override
    int available() {
      return mutex.isLocked() ? 0 : 1;
    }

    @Override
    void validate() {
      mutex.validate();
    }

    void lockTimed() throws InterruptedException {
      if (mutex.tryLock(1, TimeUnit.SECONDS)) {
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
        Pairs.of("mutex " + mode + " " + order, () -> new State(resumption, order))
            .operation("lock(Waiter)", State::prepareWaiter, State::acquireWaiter)
            .operation(Elsewhere.CANCEL, State::prepareElsewhere, State::cancelFromElsewhere)
            .operation("lock(Runnable)", State::acquireCallback)
            .operation("cancel() of a callback", State::acquireCallback, State::cancelCallback)
            .operation("cancel()", State::prepareWaiting, State::cancelWaiter)
            .operation("tryLock()", (s, p) -> s.tryHold())
            .freeing("unlock()", (s, p) -> {}, (s, p) -> s.giveBack())
            .reading("isLocked()", s -> s.mutex.isLocked())
            .reading("toString()", s -> s.mutex.toString())
            .reading("dump()", s -> s.mutex.dump())
            .blocking(
                "lock()",
                (s, p) -> {},
                (s, p) -> {
                  s.mutex.lock();
                  s.held();
                })
            .blocking(
                "lockInterruptibly()",
                (s, p) -> {},
                (s, p) -> {
                  s.mutex.lockInterruptibly();
                  s.held();
                })
            .blocking("tryLock(long, TimeUnit)", (s, p) -> {}, (s, p) -> s.lockTimed())
            .atMost("unlock()", 1, "it is locked once")
            .rescue(State::giveBack)
            .check(State::check)
            .covers("SEM-1", "SEM-3", "SEM-4");
    if (resumption == Resumption.SYNC) {
      PermitPairs.unsafe(pairs, "unlock()", "tryLock(long, TimeUnit)");
    }
    return pairs;
  }
}
