// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import org.cqskernel.cqs.Resumption;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Lines;
import org.cqskernel.model.SequentialMutex;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A mutex with synchronous resumption is linearizable, with all its operations that do not park.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public class MutexLinearizabilityTest {
  private final Mutex mutex = new Mutex(Resumption.SYNC, 0);
  private final Lines<Ledger> lines = new Lines<>();

  @Operation
  public void lock(@Param(name = "thread") int thread) {
    Ledger waiter = new Ledger("waiter");
    mutex.lock(waiter);
    lines.add(thread, waiter);
  }

  @Operation
  public boolean tryLock() {
    return mutex.tryLock();
  }

  @Operation
  public String cancel(@Param(name = "thread") int thread) {
    return lines.cancel(thread, Ledger::tryCancel);
  }

  /** Two that unlock at a time may throw either of two exceptions (SEM-10). */
  @Operation
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
    Bounds.linearizability().sequentialSpecification(Specification.class).check(getClass());
  }
}
