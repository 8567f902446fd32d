// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Method;
import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.lincheck.Bounds;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A semaphore with synchronous resumption is linearizable, tryAcquire included. With asynchronous
 * resumption it is without tryAcquire, and obstruction-free; with it, it is not (SEM-9), and the
 * test shows that.
 */
class SemaphoreLinearizabilityTest {

  /** The operations of both, on a semaphore with one permit and segments of one cell. */
  public abstract static class Base {
    final Semaphore semaphore;
    private final Ledger[] waiters = new Ledger[3];

    Base(Resumption resumption) {
      semaphore = new Semaphore(1, resumption, 0);
    }

    String acquireFor(int slot) {
      if (waiters[slot] != null) {
        return "used";
      }
      Ledger waiter = new Ledger(String.valueOf(slot));
      waiters[slot] = waiter;
      return semaphore.acquire(waiter) ? "waiting" : "acquired";
    }

    boolean cancelFor(int slot) {
      Ledger waiter = waiters[slot];
      return waiter != null && !waiter.cancelled() && waiter.tryCancel();
    }

    boolean releaseAny() {
      try {
        semaphore.release();
        return true;
      } catch (IllegalStateException e) {
        return false;
      }
    }

    void checkAtRest() {
      semaphore.validate();
    }
  }

  /** Synchronous. A slot is used by one thread at a time, as a handle is. */
  @Param(name = "slot", gen = IntGen.class, conf = "0:2")
  public static class Synchronous extends Base {
    /** With one permit. */
    public Synchronous() {
      super(Resumption.SYNC);
    }

    @Operation(nonParallelGroup = "waiters")
    public String acquire(@Param(name = "slot") int slot) {
      return acquireFor(slot);
    }

    @Operation(nonParallelGroup = "waiters")
    public boolean cancel(@Param(name = "slot") int slot) {
      return cancelFor(slot);
    }

    @Operation
    public boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    @Operation
    public boolean release() {
      return releaseAny();
    }

    @Validate
    public void atRest() {
      checkAtRest();
    }
  }

  /** Asynchronous, without tryAcquire. */
  @Param(name = "slot", gen = IntGen.class, conf = "0:2")
  public static class Asynchronous extends Base {
    /** With one permit. */
    public Asynchronous() {
      super(Resumption.ASYNC);
    }

    @Operation(nonParallelGroup = "waiters")
    public String acquire(@Param(name = "slot") int slot) {
      return acquireFor(slot);
    }

    @Operation(nonParallelGroup = "waiters")
    public boolean cancel(@Param(name = "slot") int slot) {
      return cancelFor(slot);
    }

    @Operation
    public boolean release() {
      return releaseAny();
    }

    @Validate
    public void atRest() {
      checkAtRest();
    }
  }

  /** The witness of SEM-9: tryAcquire and two acquires at a time. */
  public static class Witness extends Base {
    private final Resumption resumption;

    Witness(Resumption resumption) {
      super(resumption);
      this.resumption = resumption;
    }

    public String acquire(int slot) {
      return acquireFor(slot);
    }

    public boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    public boolean release() {
      return releaseAny();
    }

    @Override
    public String toString() {
      return resumption.toString();
    }
  }

  /** The witness with asynchronous resumption. */
  public static class AsynchronousWitness extends Witness {
    /** With one permit. */
    public AsynchronousWitness() {
      super(Resumption.ASYNC);
    }
  }

  /** The witness with synchronous resumption. */
  public static class SynchronousWitness extends Witness {
    /** With one permit. */
    public SynchronousWitness() {
      super(Resumption.SYNC);
    }
  }

  @Test
  @Tag("SEM-1")
  @Tag("SEM-8")
  @Tag("CQS-23")
  @Tag("SEM-9")
  @Tag("CQS-26")
  void synchronousWithTryAcquire() {
    Bounds.linearizability()
        .sequentialSpecification(SemaphoreSpecification.class)
        .check(Synchronous.class);
  }

  @Test
  @Tag("SEM-1")
  @Tag("SEM-8")
  @Tag("CQS-23")
  @Tag("CQS-26")
  void asynchronousWithoutTryAcquire() {
    Bounds.linearizability()
        .sequentialSpecification(SemaphoreSpecification.class)
        .check(Asynchronous.class);
  }

  /**
   * The permit is taken. One thread acquires. The other releases, fails to acquire at once, and
   * then acquires without waiting: between its two steps the first acquire has let the permit lie
   * in a cell, where tryAcquire does not look and the second acquire, which draws its index
   * earlier, finds it. No order of atomic operations explains that.
   */
  private static ModelCheckingOptions witness(Class<?> type) throws NoSuchMethodException {
    Actor take = actor(type, "acquire", 0);
    Actor acquire = actor(type, "acquire", 1);
    List<Actor> other =
        List.of(actor(type, "release"), actor(type, "tryAcquire"), actor(type, "acquire", 2));
    return new ModelCheckingOptions()
        .addCustomScenario(
            new ExecutionScenario(List.of(take), List.of(List.of(acquire), other), List.of(), null))
        .iterations(0)
        .invocationsPerIteration(Bounds.WITNESS_SCHEDULES)
        .minimizeFailedScenario(false)
        .sequentialSpecification(SemaphoreSpecification.class);
  }

  private static Actor actor(Class<?> type, String name, Object... arguments)
      throws NoSuchMethodException {
    Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {int.class};
    Method method = type.getMethod(name, types);
    return new Actor(method, List.of(arguments), false, false, false, false, false);
  }

  @Test
  @Tag("SEM-9")
  void asynchronousWithTryAcquireIsNotLinearizable() throws NoSuchMethodException {
    ModelCheckingOptions options = witness(AsynchronousWitness.class);
    assertThrows(LincheckAssertionError.class, () -> options.check(AsynchronousWitness.class));
  }

  @Test
  @Tag("SEM-9")
  @Tag("CQS-6")
  void synchronousWithTryAcquireIsLinearizable() throws NoSuchMethodException {
    witness(SynchronousWitness.class).check(SynchronousWitness.class);
  }
}
