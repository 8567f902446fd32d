// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Lines;
import org.cqskernel.lincheck.Race;
import org.cqskernel.sync.Ledger;
import org.cqskernel.sync.Promise;
import org.cqskernel.sync.PromiseWaiter;
import org.cqskernel.sync.Resolver;
import org.cqskernel.sync.Semaphore;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Operations that no linearizability test has, or not without cancel: each ends when it runs alone,
 * wherever the others were stopped. Results are not compared. That this check can fail is shown by
 * SeededFaultTest.
 */
class ObstructionFreedomTest {

  /** The array, with a protocol of its own: a mark of the suspender, or of the resumer. */
  public static class Array {
    private final Cells cells = new Cells(0);
    private final Lines<Cells.Slot> lines = new Lines<>();
    private final AtomicIntegerArray suspended = new AtomicIntegerArray(16);
    private volatile String wrong = "";

    @Operation
    public void suspend(@Param(gen = ThreadIdGen.class) int thread) {
      Cells.Slot slot = cells.nextSuspend();
      if (slot.compareAndSet(null, "suspended")) {
        lines.add(thread, slot);
      } else {
        slot.getAndSet("met");
      }
      if (suspended.incrementAndGet((int) slot.index()) > 1) {
        wrong = "index " + slot.index() + " was issued twice (ITER-1)";
      }
    }

    @Operation
    public void cancel(@Param(gen = ThreadIdGen.class) int thread) {
      lines.cancel(
          thread,
          slot -> {
            boolean cancelled = slot.compareAndSet("suspended", "cancelled");
            if (cancelled) {
              slot.cancelled();
            }
            return cancelled;
          });
    }

    @Operation
    public void resume() {
      meet(cells.nextResume());
    }

    @Operation
    public void resumeAll() {
      cells.resumeAll(this::meet);
    }

    private void meet(Cells.Slot slot) {
      if (!slot.compareAndSet(null, "resumed")) {
        slot.compareAndSet("suspended", "met");
      }
      if (slot.get() == null) {
        wrong = "a cell that was met is empty";
      }
    }

    @Validate
    public void atRest() {
      Race.check(wrong.isEmpty(), wrong);
      cells.validate();
    }
  }

  /** A queue with everything that resumes. */
  public static class Queue {
    private final Cqs<Object> queue =
        new Cqs<>(Resumption.ASYNC, Cancellation.SMART, new Policy<Object>() {}, 0);
    private final Lines<Ledger> lines = new Lines<>();
    private volatile boolean called = true;

    @Operation
    public void suspend(@Param(gen = ThreadIdGen.class) int thread) {
      Ledger waiter = new Ledger("waiter");
      queue.suspend(waiter);
      lines.add(thread, waiter);
    }

    @Operation
    public void cancel(@Param(gen = ThreadIdGen.class) int thread) {
      lines.cancel(thread, Ledger::tryCancel);
    }

    @Operation
    public void resume() {
      queue.resume("one");
    }

    @Operation
    public void resumeAll() {
      queue.resumeAll("all");
    }

    @Operation
    public void resumeNow() {
      Ledger waiter = new Ledger("now");
      queue.resumeNow(waiter, "now");
      if (!waiter.called()) {
        called = false;
      }
    }

    @Validate
    public void atRest() {
      Race.check(called, "resumeNow did not call its waiter");
      queue.validate();
    }
  }

  /** An asynchronous semaphore with everything that does not park. */
  public static class Permits {
    private final Semaphore semaphore = new Semaphore(1, Resumption.ASYNC);
    private final Lines<Ledger> lines = new Lines<>();

    @Operation
    public void acquire(@Param(gen = ThreadIdGen.class) int thread) {
      Ledger waiter = new Ledger("waiter");
      semaphore.acquire(waiter);
      lines.add(thread, waiter);
    }

    @Operation
    public void cancel(@Param(gen = ThreadIdGen.class) int thread) {
      lines.cancel(thread, Ledger::tryCancel);
    }

    @Operation
    public void tryAcquire() {
      semaphore.tryAcquire();
    }

    @Operation
    public int availablePermits() {
      return semaphore.availablePermits();
    }

    @Operation
    public void release() {
      semaphore.release();
    }

    @Validate
    public void atRest() {
      semaphore.validate();
    }
  }

  /** A promise that may fail, and waiters without an object of their own. */
  public static class Failing {
    private final Resolver<String> resolver = Promise.create();
    private final Promise<String> promise = resolver.promise();

    @Operation
    public boolean tryResolve() {
      return resolver.tryResolve("value");
    }

    @Operation
    public boolean tryFail() {
      return resolver.tryFail(new IllegalArgumentException("the cause"));
    }

    @Operation
    public boolean failed() {
      return promise.failure() != null;
    }

    @Operation
    public boolean register() {
      return promise.register(
          new PromiseWaiter<>() {
            @Override
            protected void onValue(String value) {}

            @Override
            protected void onFailure(Throwable cause) {}
          });
    }

    @Validate
    public void atRest() {
      ((OneShot<?>) resolver).validate();
    }
  }

  private static void check(Class<?> type) {
    Bounds.linearizability()
        .verifier(EpsilonVerifier.class)
        .checkObstructionFreedom(true)
        .check(type);
  }

  @Test
  @Tag("ARR-21")
  @Tag("ITER-1")
  void array() {
    check(Array.class);
  }

  @Test
  @Tag("ARR-21")
  @Tag("BC-11")
  @Tag("CQS-15")
  void queue() {
    check(Queue.class);
  }

  @Test
  @Tag("ARR-21")
  @Tag("BC-11")
  void permits() {
    check(Permits.class);
  }

  @Test
  @Tag("PR-12")
  @Tag("BC-11")
  void failing() {
    check(Failing.class);
  }
}
