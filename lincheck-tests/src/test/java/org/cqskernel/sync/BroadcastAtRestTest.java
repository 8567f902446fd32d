// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import org.cqskernel.lincheck.Bounds;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random operations on a broadcast, all obstruction-free. Results are not compared with a
 * sequential specification, because a broadcast is not atomic (RALL-5); at rest each waiter must
 * have been called once or cancelled, and the segments be in order.
 */
@Param(name = "slot", gen = IntGen.class, conf = "0:3")
public class BroadcastAtRestTest {
  private final Broadcast broadcast = new Broadcast(0);
  private final Ledger[] waiters = new Ledger[4];

  @Operation(nonParallelGroup = "waiters")
  public void suspend(@Param(name = "slot") int slot) {
    if (waiters[slot] == null) {
      waiters[slot] = new Ledger(String.valueOf(slot));
      broadcast.suspend(waiters[slot]);
    }
  }

  @Operation(nonParallelGroup = "waiters")
  public void cancel(@Param(name = "slot") int slot) {
    if (waiters[slot] != null && !waiters[slot].cancelled()) {
      waiters[slot].tryCancel();
    }
  }

  @Operation
  public void resumeAll() {
    broadcast.resumeAll();
  }

  @Validate
  public void atRest() {
    broadcast.resumeAll();
    for (Ledger waiter : waiters) {
      if (waiter != null) {
        waiter.checkSettled();
      }
    }
    broadcast.validate();
  }

  @Test
  @Tag("BC-4")
  @Tag("BC-9")
  @Tag("BC-11")
  @Tag("ARR-13")
  @Tag("ARR-17")
  @Tag("ARR-21")
  void settledAtRestAndObstructionFree() {
    Bounds.linearizability()
        .verifier(EpsilonVerifier.class)
        .checkObstructionFreedom(true)
        .check(BroadcastAtRestTest.class);
  }
}
