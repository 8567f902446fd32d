// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
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
            .describe("Looks at a volatile field and sleeps, against a change and a broadcast."));
  }
}
