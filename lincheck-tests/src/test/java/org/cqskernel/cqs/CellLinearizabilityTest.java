// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import org.cqskernel.lincheck.Bounds;
import org.cqskernel.model.SequentialCell;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A cell is linearizable and obstruction-free, misuse included: a second suspender or resumer is
 * told so.
 */
@Param(name = "value", gen = IntGen.class, conf = "1:2")
public class CellLinearizabilityTest {
  private final Cell<Integer> cell = new Cell<>();
  private volatile Waiter<Integer> waiter;
  private int calls;
  private int given;

  @Operation(nonParallelGroup = "suspender")
  public boolean suspend() {
    Waiter<Integer> fresh =
        new Waiter<>() {
          @Override
          protected void resumed(Integer value) {
            calls++;
          }
        };
    boolean waits = cell.suspend(fresh);
    waiter = fresh;
    return waits;
  }

  @Operation(nonParallelGroup = "suspender")
  public boolean cancel() {
    Waiter<Integer> waits = waiter;
    return waits != null && waits.cancel();
  }

  @Operation
  public boolean resume(@Param(name = "value") int value) {
    boolean accepted = cell.resume(value);
    synchronized (this) {
      given += accepted ? 1 : 0;
    }
    return accepted;
  }

  @Validate
  public void oneCallForEachValue() {
    if (calls > 1 || (waiter != null && calls != given)) {
      throw new IllegalStateException(given + " values, " + calls + " calls");
    }
  }

  /** The specification, under the same names. */
  public static class Specification {
    private final SequentialCell cell = new SequentialCell();
    private boolean cancelled;

    public boolean suspend() {
      return cell.suspend();
    }

    public boolean cancel() {
      if (cancelled) {
        throw new AlreadyCancelledException();
      }
      cancelled = cell.cancel();
      return cancelled;
    }

    public boolean resume(int value) {
      return cell.resume();
    }
  }

  @Test
  @Tag("BC-1")
  @Tag("BC-2")
  @Tag("BC-6")
  @Tag("CQS-8")
  @Tag("CQS-10")
  void linearizableAndObstructionFree() {
    Bounds.linearizability()
        .sequentialSpecification(Specification.class)
        .checkObstructionFreedom(true)
        .check(CellLinearizabilityTest.class);
  }
}
