// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Waiter;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shows that each kind of check used here can fail, within the bounds that are used here. */
@Tag("seeded-fault")
class SeededFaultTest {

  /** A promise that looks, then registers, and does not look again. */
  private static final class LosesWakeups {
    private final AtomicBoolean resolved = new AtomicBoolean();
    private final AtomicReference<Thread> waiter = new AtomicReference<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    void await() {
      if (!resolved.get()) {
        waiter.set(Thread.currentThread());
        while (!woken.get()) {
          LockSupport.park(this);
        }
      }
    }

    void resolve() {
      resolved.set(true);
      Thread thread = waiter.get();
      if (thread != null) {
        woken.set(true);
        LockSupport.unpark(thread);
      }
    }
  }

  /** A directed scenario reports a thread that sleeps for ever. */
  @Test
  @Tag("PR-5")
  void lostWakeupIsReported() {
    assertThrows(
        LincheckAssertionError.class,
        () ->
            Race.explore(
                Bounds.PARKING_SCHEDULES,
                () -> {
                  LosesWakeups promise = new LosesWakeups();
                  Race.run(promise::await, promise::resolve);
                }));
  }

  /** A directed scenario reports a failed check in a party and after the race. */
  @Test
  @Tag("PR-1")
  void lostUpdateIsReported() {
    assertThrows(
        LincheckAssertionError.class,
        () ->
            Race.explore(
                Bounds.SCHEDULES,
                () -> {
                  AtomicInteger count = new AtomicInteger();
                  Race.Party party = () -> count.set(count.get() + 1);
                  Race.run(party, party);
                  Race.check(count.get() == 2, "an update is lost");
                }));
  }

  /** A counter with a spin lock: linearizable, and not obstruction-free. */
  public static class SpinLockedCounter {
    private final AtomicBoolean locked = new AtomicBoolean();
    private int count;

    @Operation
    public int increment() {
      while (!locked.compareAndSet(false, true)) {
        Thread.onSpinWait();
      }
      int result = ++count;
      locked.set(false);
      return result;
    }
  }

  /** The check of obstruction freedom reports an operation that waits for a paused thread. */
  @Test
  @Tag("ARR-21")
  void spinLockIsReported() {
    assertThrows(
        LincheckAssertionError.class,
        () ->
            Bounds.linearizability().checkObstructionFreedom(true).check(SpinLockedCounter.class));
  }

  /** A queue with smart cancellation and synchronous resumption. */
  public static class SynchronousAndSmart {
    private final Cqs<Object> queue =
        new Cqs<>(Resumption.SYNC, Cancellation.SMART, new Policy<Object>() {}, 0);
    private final Waiter<Object> waiter =
        new Waiter<>() {
          @Override
          protected void resumed(Object value) {}
        };
    private boolean cancelled;

    /** With one waiter. */
    public SynchronousAndSmart() {
      queue.suspend(waiter);
    }

    @Operation(nonParallelGroup = "canceller")
    public void cancel() {
      if (!cancelled) {
        cancelled = waiter.cancel();
      }
    }

    @Operation(runOnce = true)
    public void resume() {
      queue.resume("value");
    }
  }

  /** What the kernel does not claim: a synchronous resumer waits for a smart canceller (CQS-16). */
  @Test
  @Tag("CQS-16")
  void synchronousResumeWaitsForCanceller() {
    assertThrows(
        LincheckAssertionError.class,
        () ->
            Bounds.linearizability()
                .verifier(EpsilonVerifier.class)
                .checkObstructionFreedom(true)
                .check(SynchronousAndSmart.class));
  }
}
