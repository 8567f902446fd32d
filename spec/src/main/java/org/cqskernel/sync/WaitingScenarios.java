// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Waiting threads: a time-out or an interrupt against the resumption, and nothing is lost. */
public final class WaitingScenarios implements ScenarioSource {

  static final class State {
    final OneShotPromise<Object> promise = new OneShotPromise<>();
    final Semaphore semaphore = new Semaphore(1);
    private volatile Thread waiter;
    private volatile boolean sent;
    private boolean interruptLost;
    private Object got;
    private boolean acquired;
    private boolean interrupted;
    private boolean timedOut;

    State() {
      semaphore.tryAcquire();
    }

    void await() {
      waiter = Thread.currentThread();
      try {
        got = promise.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (TimeoutException e) {
        timedOut = true;
      }
      noteInterrupt();
    }

    void acquire() {
      waiter = Thread.currentThread();
      try {
        acquired = semaphore.tryAcquire(1, TimeUnit.SECONDS);
        timedOut = !acquired;
      } catch (InterruptedException e) {
        interrupted = true;
      }
      noteInterrupt();
    }

    void resolve() {
      promise.tryResolve(7);
    }

    void release() {
      semaphore.release();
    }

    void interrupt() {
      Thread t = waiter;
      if (t != null) {
        t.interrupt();
        sent = true;
      }
    }

    /** An interrupt that was there before this look is reported, or is in the status. */
    private void noteInterrupt() {
      boolean before = sent;
      interrupted |= Thread.interrupted();
      interruptLost = before && !interrupted;
    }

    private void checkInterrupt() {
      if (interruptLost) {
        throw new AssertionError("an interrupt is neither reported nor in the status (PR-7)");
      }
    }

    /** PR-7: the value, or else a time-out or an interrupt. */
    void checkAwait() {
      checkInterrupt();
      promise.validate();
      if (got != null ? !got.equals(7) || timedOut : !timedOut && !interrupted) {
        throw new AssertionError(
            "got " + got + ", timed out " + timedOut + ", interrupted " + interrupted);
      }
    }

    /** SEM-3: a permit that was not acquired is free. */
    void checkAcquire() {
      checkInterrupt();
      semaphore.validate();
      if (semaphore.availablePermits() != (acquired ? 0 : 1)) {
        throw new AssertionError("acquired " + acquired + ", and " + semaphore);
      }
      if (!acquired && !timedOut && !interrupted) {
        throw new AssertionError("returned for no reason");
      }
      if (!semaphore.tryAcquire() && !acquired) {
        throw new AssertionError("the permit is lost");
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("waiting-await-timed")
            .setup(State::new)
            .thread("waiter", State::await)
            .thread("resolver", State::resolve)
            .check(State::checkAwait)
            .covers("PR-7", "CQS-20")
            .describe("A timed await against the resolution, either of which may win."),
        Scenario.named("waiting-await-interrupted")
            .setup(State::new)
            .thread("waiter", State::await)
            .thread("resolver", State::resolve)
            .thread("interrupter", State::interrupt)
            .check(State::checkAwait)
            .covers("PR-7", "CQS-20")
            .describe("An await that is timed, interrupted and resolved."),
        Scenario.named("waiting-acquire-timed")
            .setup(State::new)
            .thread("waiter", State::acquire)
            .thread("releaser", State::release)
            .check(State::checkAcquire)
            .covers("SEM-3", "CQS-20")
            .describe("A timed acquire against the release: no permit is lost."),
        Scenario.named("waiting-acquire-interrupted")
            .setup(State::new)
            .thread("waiter", State::acquire)
            .thread("releaser", State::release)
            .thread("interrupter", State::interrupt)
            .check(State::checkAcquire)
            .covers("SEM-3", "CQS-20")
            .describe("An acquire that is timed, interrupted and released to."));
  }
}
