// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Condition: no wake-up is lost, with a mutex and without. */
public final class ConditionScenarios implements ScenarioSource {

  static final class State {
    final Condition condition = new Condition(1);
    final Mutex mutex = new Mutex(Resumption.ASYNC, 1);
    private int guarded;

    /** Volatile, so that a look and a registration can be told apart by the explorer. */
    private volatile int unguarded;

    Integer seen;
    private volatile Thread waiter;
    private boolean waiting;
    private boolean covered;
    private boolean woken;
    private boolean interrupted;
    private boolean kept;

    void await() throws InterruptedException {
      mutex.lock();
      while (guarded == 0) {
        condition.await(mutex);
      }
      seen = guarded;
      mutex.unlock();
    }

    void change() {
      mutex.lock();
      guarded = 1;
      mutex.unlock();
      condition.broadcast();
    }

    void loop() throws InterruptedException {
      seen = condition.loopNoMutex(() -> unguarded == 0 ? null : 1);
    }

    void changeWithoutMutex() {
      unguarded = 1;
      condition.broadcast();
    }

    /** Waits once, and notes how that ended; the mutex is held again in each case (COND-2). */
    void awaitOnce(boolean timed) {
      mutex.lock();
      waiter = Thread.currentThread();
      waiting = true;
      try {
        if (guarded != 0) {
          woken = true; // The broadcast has been; there will not be another.
        } else if (timed) {
          woken = condition.await(mutex, 1, TimeUnit.SECONDS);
        } else {
          condition.await(mutex);
          woken = true;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (mutex.tryLock()) {
        throw new AssertionError("the wait has ended without the mutex (COND-2)");
      }
      mutex.unlock();
      kept = Thread.interrupted();
    }

    /** Broadcasts to one who has registered, if it has, and interrupts it then. */
    void broadcastThenInterrupt() {
      mutex.lock();
      covered = waiting;
      guarded = 1;
      mutex.unlock();
      condition.broadcast();
      Thread t = waiter;
      if (t != null) {
        t.interrupt();
      }
    }

    /** COND-5, COND-6: once a broadcast has claimed the waiter, nothing else ends its wait. */
    void checkOneEnd(boolean timed) {
      mutex.validate();
      condition.validate();
      if (covered && !timed && (!woken || interrupted)) {
        throw new AssertionError("claimed by the broadcast, and not woken by it (COND-5)");
      }
      if (interrupted && (woken || kept)) {
        throw new AssertionError("one interrupt has had two effects (COND-5)");
      }
    }

    void check() {
      if (!Integer.valueOf(1).equals(seen)) {
        throw new AssertionError("the waiter has seen " + seen);
      }
      mutex.validate();
      condition.validate();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("condition-mutex")
            .setup(State::new)
            .thread("waiter", State::await)
            .thread("changer", State::change)
            .check(State::check)
            .covers("COND-1", "COND-2", "COND-4")
            .describe("Tests and waits under a mutex against a change and a broadcast (COND-1)."),
        Scenario.named("condition-no-mutex")
            .setup(State::new)
            .thread("waiter", State::loop)
            .thread("changer", State::changeWithoutMutex)
            .check(State::check)
            .covers("COND-8")
            .describe("Looks at a volatile field and sleeps, against a change and a broadcast."),
        Scenario.named("condition-interrupted")
            .setup(State::new)
            .thread("waiter", s -> s.awaitOnce(false))
            .thread("changer", State::broadcastThenInterrupt)
            .check(s -> s.checkOneEnd(false))
            .covers("COND-2", "COND-5", "COND-6")
            .describe("Waits once, against a broadcast that is followed by an interrupt."),
        Scenario.named("condition-timed")
            .setup(State::new)
            .thread("waiter", s -> s.awaitOnce(true))
            .thread("changer", State::broadcastThenInterrupt)
            .check(s -> s.checkOneEnd(true))
            .covers("COND-2", "COND-5")
            .describe("The same with a time-out, which may come at any moment."));
  }
}
