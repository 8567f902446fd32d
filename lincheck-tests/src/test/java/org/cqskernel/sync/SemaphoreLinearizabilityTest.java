// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Directed.call;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Directed;
import org.cqskernel.lincheck.Lines;
import org.cqskernel.model.SequentialSemaphore;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A semaphore with synchronous resumption is linearizable. With asynchronous resumption acquire and
 * release are, and obstruction-free; beside tryAcquire or a cancel they are not (SEM-9), and two
 * witnesses show that.
 *
 * <p>Whether an acquire finds its permit at once or later is no part of the comparison: one that
 * has its index is in line, and returns as if at once if its permit comes before it does. A cancel
 * tells who has a permit.
 */
class SemaphoreLinearizabilityTest {

  /** On a semaphore with one permit, segments of one cell, and a resumer that looks once. */
  public abstract static class Kernel {
    private final Semaphore semaphore;
    private final Lines<Ledger> lines = new Lines<>();

    Kernel(Resumption resumption) {
      semaphore =
          new Semaphore(1, resumption, policy -> CqsScenarios.impatient(resumption, policy, 0));
    }

    @Operation
    public void acquire(@Param(gen = ThreadIdGen.class) int thread) {
      Ledger waiter = new Ledger("waiter");
      semaphore.acquire(waiter);
      lines.add(thread, waiter);
    }

    @Operation
    public boolean release() {
      try {
        semaphore.release();
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }

    public boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    public String cancel(int thread) {
      return lines.cancel(thread, Ledger::tryCancel);
    }

    @Validate
    public void atRest() {
      semaphore.validate();
    }
  }

  /** The specification, under the same names. */
  public static class Specification {
    private final SequentialSemaphore<Object> semaphore = new SequentialSemaphore<>(1);
    private final Lines<Object> lines = new Lines<>();

    public void acquire(int thread) {
      Object waiter = new Object();
      semaphore.acquire(waiter);
      lines.add(thread, waiter);
    }

    public boolean release() {
      if (semaphore.availablePermits() == 1) {
        return false;
      }
      semaphore.release();
      return true;
    }

    public boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    public String cancel(int thread) {
      return lines.cancel(thread, semaphore::cancel);
    }
  }

  /**
   * Synchronous, all operations. Those who release take turns, because there is one permit: one of
   * two who release it at a time has none, and beside a cancellation that is not linearizable
   * (SEM-10).
   */
  public static class Synchronous extends Kernel {
    public Synchronous() {
      super(Resumption.SYNC);
    }

    @Operation(nonParallelGroup = "release")
    @Override
    public boolean release() {
      return super.release();
    }

    @Operation
    @Override
    public boolean tryAcquire() {
      return super.tryAcquire();
    }

    @Operation
    @Override
    public String cancel(@Param(gen = ThreadIdGen.class) int thread) {
      return super.cancel(thread);
    }
  }

  /** Synchronous, without cancel, for which a release may wait (CQS-16). */
  public static class SynchronousWithoutCancel extends Kernel {
    public SynchronousWithoutCancel() {
      super(Resumption.SYNC);
    }

    @Operation
    @Override
    public boolean tryAcquire() {
      return super.tryAcquire();
    }
  }

  /** Asynchronous, acquire and release. */
  public static class Asynchronous extends Kernel {
    public Asynchronous() {
      super(Resumption.ASYNC);
    }
  }

  @Test
  @Tag("SEM-1")
  @Tag("SEM-8")
  @Tag("CQS-23")
  @Tag("SEM-9")
  @Tag("CQS-26")
  void synchronous() {
    Bounds.linearizability().sequentialSpecification(Specification.class).check(Synchronous.class);
  }

  @Test
  @Tag("SEM-9")
  @Tag("CQS-6")
  void synchronousIsObstructionFree() {
    Bounds.linearizability()
        .sequentialSpecification(Specification.class)
        .checkObstructionFreedom(true)
        .check(SynchronousWithoutCancel.class);
  }

  @Test
  @Tag("SEM-1")
  @Tag("SEM-8")
  @Tag("CQS-23")
  @Tag("CQS-26")
  void asynchronousAcquireAndRelease() {
    Bounds.linearizability()
        .sequentialSpecification(Specification.class)
        .checkObstructionFreedom(true)
        .check(Asynchronous.class);
  }

  /**
   * The permit is taken. One thread acquires. The other releases, fails to acquire at once, and
   * then acquires without waiting: between its two steps the first acquire has let the permit lie
   * in a cell, where tryAcquire does not look and the second acquire, which draws its index
   * earlier, finds it, so that its cancel is late. No order of atomic operations explains that.
   */
  private static ModelCheckingOptions tryAcquire(Class<?> type) {
    return Directed.scenario(
            List.of(call(type, "acquire", 0)),
            List.of(call(type, "acquire", 1)),
            List.of(
                call(type, "release"),
                call(type, "tryAcquire"),
                call(type, "acquire", 2),
                call(type, "cancel", 2)))
        .sequentialSpecification(Specification.class);
  }

  /**
   * The permit is taken and somebody waits. One thread cancels that waiter. The other releases, and
   * leaves the permit to the canceller, who has not decided yet; then it acquires, must wait, and
   * cancels, although its release has returned and the canceller will return true.
   */
  private static ModelCheckingOptions cancel(Class<?> type) {
    return Directed.scenario(
            List.of(call(type, "tryAcquire"), call(type, "acquire", 0)),
            List.of(call(type, "cancel", 1)),
            List.of(call(type, "release"), call(type, "acquire", 2), call(type, "cancel", 2)))
        .sequentialSpecification(Specification.class);
  }

  @Test
  @Tag("SEM-9")
  @Tag("not-claimed")
  void asynchronousWithTryAcquireIsNotLinearizable() {
    ModelCheckingOptions options = tryAcquire(Asynchronous.class);
    assertThrows(LincheckAssertionError.class, () -> options.check(Asynchronous.class));
  }

  @Test
  @Tag("SEM-9")
  @Tag("not-claimed")
  void asynchronousWithCancelIsNotLinearizable() {
    ModelCheckingOptions options = cancel(Asynchronous.class);
    assertThrows(LincheckAssertionError.class, () -> options.check(Asynchronous.class));
  }

  @Test
  @Tag("SEM-9")
  @Tag("CQS-6")
  void synchronousWithTryAcquireIsLinearizable() {
    tryAcquire(Synchronous.class).check(Synchronous.class);
  }

  @Test
  @Tag("SEM-9")
  @Tag("CQS-16")
  void synchronousWithCancelIsLinearizable() {
    cancel(Synchronous.class).check(Synchronous.class);
  }
}
