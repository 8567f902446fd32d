// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Threads that wait with a mutex, whom a broadcast puts in the mutex's line: each has the mutex
 * when its wait is over, however that comes about, and nobody else has it then.
 */
public final class HandOverScenarios implements ScenarioSource {

  static final class State {
    final Condition condition = new Condition(1);
    final Mutex mutex;

    /** Guarded by the mutex; a count of holders, who must be one. */
    private boolean open;

    private int holders;
    private int returned;
    private volatile Thread first;
    private boolean thrown;

    State(Resumption resumption) {
      mutex = new Mutex(resumption, 1);
    }

    /** COND-2, SEM-1: whoever believes to hold the mutex holds it alone. */
    private void enter() {
      holders++;
      if (holders != 1 || !mutex.isLocked()) {
        throw new AssertionError(holders + " hold the mutex (COND-2, SEM-1)");
      }
    }

    private void leave() {
      holders--;
    }

    private void lock() {
      mutex.lock();
      enter();
    }

    private void unlock() {
      leave();
      mutex.unlock();
    }

    void await() throws InterruptedException {
      lock();
      while (!open) {
        leave();
        condition.await(mutex);
        enter();
      }
      returned++;
      unlock();
    }

    /** Waits once, for a limited time or until interrupted; then it has the mutex (COND-2). */
    void awaitOnce(boolean timed) {
      first = Thread.currentThread();
      lock();
      if (!open) {
        leave();
        try {
          if (timed) {
            condition.await(mutex, 1, TimeUnit.SECONDS);
          } else {
            condition.await(mutex);
          }
        } catch (InterruptedException e) {
          thrown = true;
        }
        enter();
      }
      returned++;
      unlock();
      Thread.interrupted();
    }

    /** Opens and broadcasts, both under the mutex. */
    void broadcastInside() {
      lock();
      open = true;
      condition.broadcast();
      unlock();
    }

    void broadcastOutside() {
      lock();
      open = true;
      unlock();
      condition.broadcast();
    }

    void interrupt() {
      Thread t = first;
      if (t != null) {
        t.interrupt();
      }
    }

    void lockOnce() {
      lock();
      unlock();
    }

    /**
     * COND-14: the mutex is not locked, hence the wait does not begin, and nothing is left of it.
     */
    void awaitUnheld() throws InterruptedException {
      try {
        condition.await(mutex);
        throw new AssertionError("waited with an unlocked mutex (COND-14)");
      } catch (IllegalMonitorStateException e) {
        thrown = true;
      }
    }

    /** Registers as await does, with a mutex that somebody unlocks meanwhile. */
    void withdraw(Broadcast broadcast) {
      LockWaiter waiter = new LockWaiter.OfMutex(mutex);
      broadcast.suspend(waiter);
      mutex.unlock();
      waiter.withdraw();
    }

    void check(int waiters) {
      condition.validate();
      mutex.validate();
      if (returned != waiters) {
        throw new AssertionError(returned + " of " + waiters + " have returned");
      }
      checkAtRest();
    }

    /** Nothing is registered, and the mutex is unlocked: no permit is lost, and none too many. */
    void checkAtRest() {
      condition.broadcast();
      if (!mutex.tryLock()) {
        throw new AssertionError("the mutex is still locked (COND-2, COND-14)");
      }
      if (mutex.tryLock()) {
        throw new AssertionError("the mutex is locked twice (SEM-1)");
      }
      mutex.unlock();
      mutex.validate();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (Resumption resumption : Resumption.values()) {
      String mode = resumption.name().toLowerCase(Locale.ROOT);
      all.add(
          handOver("condition-two-waiters-" + mode, resumption)
              .thread("waiter 1", State::await)
              .thread("waiter 2", State::await)
              .thread("changer", State::broadcastInside)
              .check(s -> s.check(2))
              .covers("COND-1", "COND-2", "COND-4", "SEM-1")
              .describe("Two wait with a mutex, and one changes and broadcasts under it."));
      all.add(
          handOver("condition-third-locker-" + mode, resumption)
              .thread("waiter", State::await)
              .thread("changer", State::broadcastInside)
              .thread("locker", State::lockOnce)
              .check(s -> s.check(1))
              .covers("COND-1", "COND-2", "COND-4", "SEM-1")
              .describe("The mutex goes to a waiter in its line and to one who only locks."));
      all.add(
          handOver("condition-interrupt-or-broadcast-" + mode, resumption)
              .thread("waiter", s -> s.awaitOnce(false))
              .thread("changer", State::broadcastOutside)
              .thread("interrupter", State::interrupt)
              .check(s -> s.check(1))
              .covers("COND-2", "COND-5", "SEM-1")
              .describe("An interrupt and a broadcast compete for one who waits with a mutex."));
      all.add(
          handOver("condition-time-out-or-broadcast-" + mode, resumption)
              .thread("waiter", s -> s.awaitOnce(true))
              .thread("changer", State::broadcastInside)
              .check(s -> s.check(1))
              .covers("COND-2", "COND-5", "SEM-1")
              .describe("A time-out and a broadcast compete for one who waits with a mutex."));
      all.add(
          handOver("condition-unheld-" + mode, resumption)
              .thread("waiter", State::awaitUnheld)
              .thread("broadcaster", s -> s.condition.broadcast())
              .check(
                  s -> {
                    if (!s.thrown) {
                      throw new AssertionError("unlock has not thrown (COND-14)");
                    }
                    s.condition.validate();
                    s.checkAtRest();
                  })
              .covers("COND-14")
              .describe("One waits with a mutex that is not locked, against a broadcast."));
      all.add(
          Scenario.named("condition-withdraw-" + mode)
              .setup(() -> new Withdrawal(resumption))
              .thread("waiter", s -> s.state.withdraw(s.broadcast))
              .thread("broadcaster", s -> s.broadcast.resumeAll())
              .thread("locker", s -> s.state.lockOnce())
              .check(
                  s -> {
                    s.broadcast.validate();
                    s.state.checkAtRest();
                  })
              .covers("COND-14")
              .describe("The mutex is no longer locked when one who has registered unlocks it."));
    }
    return all;
  }

  /** One holds the mutex, and is about to wait. */
  private static final class Withdrawal {
    final State state;
    final Broadcast broadcast = new Broadcast(1);

    Withdrawal(Resumption resumption) {
      state = new State(resumption);
      state.mutex.lock();
    }
  }

  private static Scenario<State> handOver(String name, Resumption resumption) {
    return Scenario.named(name).setup(() -> new State(resumption));
  }
}
