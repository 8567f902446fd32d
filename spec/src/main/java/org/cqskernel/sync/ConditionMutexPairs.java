// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Action;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/**
 * Condition and its client's mutex: each operation of the one that has to do with the mutex against
 * each operation of the other, and as a handler inside it.
 */
public final class ConditionMutexPairs implements PairSource {
  private static final List<String> OF_MUTEX =
      List.of(
          "Mutex.lock()",
          "Mutex.lock(Waiter)",
          "Mutex.tryLock()",
          "Mutex.tryLock(long, TimeUnit)",
          "Mutex.unlock()");

  private static final String SEE_MUTEX = "both are the mutex's: MutexPairs has them";

  static final class State {
    final Condition condition;
    final Mutex mutex;
    private final Ledger[] lockers = new Ledger[Pairs.PARTIES];
    private boolean open;

    State(Resumption resumption, int order) {
      condition = new Condition(order);
      mutex = new Mutex(resumption, order);
    }

    void await(boolean timed) throws InterruptedException {
      mutex.lock();
      boolean over = false;
      while (!open && !over) {
        if (timed) {
          over = !condition.await(mutex, 1, TimeUnit.SECONDS);
        } else {
          condition.await(mutex);
        }
        if (!mutex.isLocked()) {
          throw new AssertionError("awake without the mutex (COND-2)");
        }
      }
      mutex.unlock();
    }

    void prepareLocker(int party) {
      lockers[party] = new Ledger(String.valueOf(party)).then(mutex::unlock);
    }

    void tryLock() {
      if (mutex.tryLock()) {
        mutex.unlock();
      }
    }

    void tryLockTimed() throws InterruptedException {
      if (mutex.tryLock(1, TimeUnit.SECONDS)) {
        mutex.unlock();
      }
    }

    void lockAndUnlock() {
      mutex.lock();
      mutex.unlock();
    }

    void rescue() {
      mutex.lock();
      open = true;
      mutex.unlock();
      condition.broadcast();
    }

    void check() {
      condition.validate();
      mutex.validate();
      condition.broadcast();
      for (Ledger l : lockers) {
        if (l != null) {
          l.checkCalled();
        }
      }
      if (!mutex.tryLock()) {
        throw new AssertionError("the mutex is still locked (COND-2)");
      }
      if (mutex.tryLock()) {
        throw new AssertionError("the mutex is locked twice (SEM-1)");
      }
      mutex.unlock();
    }
  }

  @Override
  public Options options(Scenario<?> scenario, Options options) {
    return options.preemptions(PREEMPTIONS);
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    for (Resumption resumption : Resumption.values()) {
      for (int order = 0; order <= 2; order++) {
        all.add(pairs(resumption, order));
      }
    }
    return all;
  }

  private static Pairs<State> pairs(Resumption resumption, int order) {
    String mode = resumption.name().toLowerCase(Locale.ROOT);
    String title = "condition and mutex " + mode + " " + order;
    Pairs<State> pairs =
        Pairs.of(title, () -> new State(resumption, order))
            .blocking("Condition.await(Mutex)", (s, p) -> {}, (s, p) -> s.await(false))
            .blocking(
                "Condition.await(Mutex, long, TimeUnit)", (s, p) -> {}, (s, p) -> s.await(true))
            .operation("Condition.broadcast()", (s, p) -> s.condition.broadcast())
            .blocking("Mutex.lock()", (s, p) -> {}, (s, p) -> s.lockAndUnlock())
            .operation(
                "Mutex.lock(Waiter)", State::prepareLocker, (s, p) -> s.mutex.lock(s.lockers[p]))
            .operation("Mutex.tryLock()", (s, p) -> s.tryLock())
            .blocking("Mutex.tryLock(long, TimeUnit)", (s, p) -> {}, (s, p) -> s.tryLockTimed())
            .operation("Mutex.unlock()", (s, p) -> s.mutex.lock(), (s, p) -> s.mutex.unlock())
            .atMost("Mutex.unlock()", 1, "it is locked once")
            .rescue((Action<State>) State::rescue)
            .check(State::check)
            .covers("COND-1", "COND-2", "COND-14", "SEM-1", "SEM-3");
    for (String one : OF_MUTEX) {
      for (String other : OF_MUTEX) {
        pairs.except(one, other, SEE_MUTEX);
      }
    }
    return pairs;
  }
}
