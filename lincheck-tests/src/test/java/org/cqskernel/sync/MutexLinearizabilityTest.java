// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.cqskernel.lincheck.Directed.call;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Directed;
import org.cqskernel.lincheck.Lines;
import org.cqskernel.model.SequentialMutex;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A mutex with synchronous resumption is linearizable, with all its operations that do not park.
 *
 * <p>Of two that unlock at a time one has not got the mutex, unless it was just handed to it. That
 * is linearizable too, but not beside a cancellation (SEM-10): with cancellations those who unlock
 * take turns, and a witness shows what happens if they do not.
 */
class MutexLinearizabilityTest {

  /** All operations but unlock. */
  public abstract static class Kernel {
    private final Mutex mutex = new Mutex(Resumption.SYNC, 0);
    private final Lines<Ledger> lines = new Lines<>();

    @Operation
    public void lock(@Param(gen = ThreadIdGen.class) int thread) {
      Ledger waiter = new Ledger("waiter");
      mutex.lock(waiter);
      lines.add(thread, waiter);
    }

    @Operation
    public boolean tryLock() {
      return mutex.tryLock();
    }

    public String cancel(int thread) {
      return lines.cancel(thread, Ledger::tryCancel);
    }

    /** Two that unlock at a time may throw either of two exceptions (SEM-10). */
    public boolean unlock() {
      try {
        mutex.unlock();
        return true;
      } catch (IllegalMonitorStateException | IllegalStateException e) {
        return false;
      }
    }

    @Operation
    public boolean isLocked() {
      return mutex.isLocked();
    }

    @Validate
    public void atRest() {
      mutex.validate();
    }
  }

  /**
   * All operations. Those who unlock take turns, because one who has not got it may be among them.
   */
  public static class InTurns extends Kernel {
    @Operation
    @Override
    public String cancel(@Param(gen = ThreadIdGen.class) int thread) {
      return super.cancel(thread);
    }

    @Operation(nonParallelGroup = "unlock")
    @Override
    public boolean unlock() {
      return super.unlock();
    }
  }

  /** Anybody unlocks at any time, and nobody cancels. */
  public static class Anyhow extends Kernel {
    @Operation
    @Override
    public boolean unlock() {
      return super.unlock();
    }
  }

  /** Anybody unlocks and cancels at any time. */
  public static class Stray extends Anyhow {
    @Operation
    @Override
    public String cancel(@Param(gen = ThreadIdGen.class) int thread) {
      return super.cancel(thread);
    }
  }

  /** The specification, under the same names. */
  public static class Specification {
    private final SequentialMutex<Object> mutex = new SequentialMutex<>();
    private final Lines<Object> lines = new Lines<>();

    public void lock(int thread) {
      Object waiter = new Object();
      mutex.lock(waiter);
      lines.add(thread, waiter);
    }

    public boolean tryLock() {
      return mutex.tryLock();
    }

    public String cancel(int thread) {
      return lines.cancel(thread, mutex::cancel);
    }

    public boolean unlock() {
      if (!mutex.isLocked()) {
        return false;
      }
      mutex.unlock();
      return true;
    }

    public boolean isLocked() {
      return mutex.isLocked();
    }
  }

  @Test
  @Tag("SEM-1")
  @Tag("SEM-8")
  @Tag("SEM-9")
  @Tag("SEM-10")
  void linearizable() {
    check(InTurns.class);
  }

  @Test
  @Tag("SEM-1")
  @Tag("SEM-8")
  @Tag("SEM-10")
  void linearizableWhoeverUnlocks() {
    check(Anyhow.class);
  }

  private static void check(Class<?> type) {
    Bounds.linearizability().sequentialSpecification(Specification.class).check(type);
  }

  /**
   * The mutex is locked and somebody waits. Two unlock, and the waiter is cancelled between: both
   * unlocks succeed and so does the cancellation, and then the mutex can be locked twice.
   */
  @Test
  @Tag("SEM-10")
  @Tag("not-claimed")
  void unlockingTooOftenBesideCancellation() {
    ModelCheckingOptions options =
        Directed.scenario(
                List.of(call(Stray.class, "tryLock"), call(Stray.class, "lock", 0)),
                List.of(call(Stray.class, "unlock"), call(Stray.class, "cancel", 1)),
                List.of(call(Stray.class, "unlock")))
            .sequentialSpecification(Specification.class);
    assertThrows(LincheckAssertionError.class, () -> options.check(Stray.class));
  }
}
