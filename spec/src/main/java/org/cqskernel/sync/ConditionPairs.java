// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.Action;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/**
 * Condition: each operation against each. Those that wait with a mutex or in a loop wait for a
 * state, which is changed in the end; one without a state is interrupted in the end.
 */
public final class ConditionPairs implements PairSource {
  static final class State {
    final Condition condition;
    final Mutex mutex;
    private final Lock lock;
    private final int[] calls = new int[Pairs.PARTIES];
    private final int[] cancellations = new int[Pairs.PARTIES];
    private final Suspension[] handles = new Suspension[Pairs.PARTIES];
    private final boolean[] seen = new boolean[Pairs.PARTIES];

    /** Volatile, because {@link Condition#loopNoMutex} looks at it without the mutex. */
    private volatile boolean open;

    private volatile Thread first;
    private volatile Thread second;
    private volatile Thread third;

    State(int order) {
      condition = new Condition(order);
      mutex = new Mutex(Resumption.ASYNC, order);
      lock = new MutexLock(mutex);
    }

    private interface Wait {
      void run() throws InterruptedException;
    }

    /** COND-1, COND-2: tests and waits under the mutex; holds it afterwards. */
    private void whileClosed(int party, Wait wait) throws InterruptedException {
      mutex.lock();
      while (!open) {
        wait.run();
        if (!mutex.isLocked()) {
          throw new AssertionError("awake without the mutex (COND-2)");
        }
      }
      seen[party] = true;
      mutex.unlock();
    }

    void await(int party) throws InterruptedException {
      whileClosed(party, () -> condition.await(mutex));
    }

    void awaitLock(int party) throws InterruptedException {
      whileClosed(party, () -> condition.await(lock));
    }

    void awaitTimed(int party) throws InterruptedException {
      mutex.lock();
      if (!open) {
        condition.await(mutex, 1, TimeUnit.SECONDS);
      }
      seen[party] = true;
      mutex.unlock();
    }

    void awaitLockTimed(int party) throws InterruptedException {
      mutex.lock();
      if (!open) {
        condition.await(lock, 1, TimeUnit.SECONDS);
      }
      seen[party] = true;
      mutex.unlock();
    }

    /** COND-7: without a state to look at, only the interrupt of the rescuer is sure to come. */
    void awaitNoMutex(int party) {
      switch (party) {
        case 0 -> first = Thread.currentThread();
        case 1 -> second = Thread.currentThread();
        default -> third = Thread.currentThread();
      }
      try {
        if (!open) {
          condition.awaitNoMutex();
        }
      } catch (InterruptedException e) {
        if (!open) {
          throw new AssertionError("interrupted by nobody", e);
        }
      }
      Thread.interrupted(); // One that came late.
    }

    void loop(int party) throws InterruptedException {
      seen[party] = condition.loopNoMutex(() -> open ? true : null);
    }

    void register(int party) {
      handles[party] = condition.registerImmediate(() -> calls[party]++);
    }

    void cancel(int party) {
      if (handles[party].cancel()) {
        cancellations[party]++;
      }
    }

    void rescue() {
      mutex.lock();
      open = true;
      mutex.unlock();
      condition.broadcast();
      interrupt(first);
      interrupt(second);
      interrupt(third);
    }

    private static void interrupt(Thread thread) {
      if (thread != null) {
        thread.interrupt();
      }
    }

    void check() {
      condition.validate();
      mutex.validate();
      condition.broadcast();
      for (int party = 0; party < Pairs.PARTIES; party++) {
        if (handles[party] != null && calls[party] + cancellations[party] != 1) {
          throw new AssertionError(
              "called " + calls[party] + ", cancelled " + cancellations[party] + " times (BC-4)");
        }
      }
      if (!mutex.tryLock()) {
        throw new AssertionError("the mutex is still locked (COND-2)");
      }
      mutex.unlock();
    }
  }

  /** The state counts as shared, and who waits has a bound, because waits nest in a mutex. */
  @Override
  public Options options(Scenario<?> scenario, Options options) {
    boolean waits = scenario.name().contains("await") || scenario.name().contains("loop");
    Options shared = options.instrument(State.class.getName());
    return waits ? shared.preemptions(PREEMPTIONS) : shared;
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    for (int order = 0; order <= 2; order++) {
      int o = order;
      all.add(
          Pairs.of("condition " + order, () -> new State(o))
              .blocking("await(Mutex)", (s, p) -> {}, State::await)
              .blocking("await(Mutex, long, TimeUnit)", (s, p) -> {}, State::awaitTimed)
              .blocking("await(Lock)", (s, p) -> {}, State::awaitLock)
              .blocking("await(Lock, long, TimeUnit)", (s, p) -> {}, State::awaitLockTimed)
              .blocking("awaitNoMutex()", (s, p) -> {}, State::awaitNoMutex)
              .blocking("loopNoMutex(Supplier)", (s, p) -> {}, State::loop)
              .operation("registerImmediate(Runnable)", State::register)
              .operation("cancel()", State::register, State::cancel)
              .operation("broadcast()", (s, p) -> s.condition.broadcast())
              .reading("toString()", s -> s.condition.toString())
              .rescue((Action<State>) State::rescue)
              .check(State::check)
              .covers("BC-4", "COND-1", "COND-2", "COND-8", "COND-9", "COND-12"));
    }
    return all;
  }
}
