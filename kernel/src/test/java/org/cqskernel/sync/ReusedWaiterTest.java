// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cqskernel.cqs.Resumption;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Acquiring with a waiter that has been used")
@Tag("MEM-7")
@Tag("SEM-3")
class ReusedWaiterTest {
  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("throws and takes no permit")
  void takesNoPermit(Resumption resumption) {
    Semaphore semaphore = new Semaphore(2, resumption);
    Probe<Void> waiter = new Probe<>();
    semaphore.acquire(waiter);
    assertThrows(IllegalStateException.class, () -> semaphore.acquire(waiter));
    assertEquals(1, semaphore.availablePermits());
  }

  @ParameterizedTest
  @EnumSource(Resumption.class)
  @DisplayName("throws and counts nobody as waiting")
  void countsNobody(Resumption resumption) {
    Semaphore semaphore = new Semaphore(1, resumption);
    Probe<Void> waiter = new Probe<>();
    semaphore.acquire(waiter);
    assertThrows(IllegalStateException.class, () -> semaphore.acquire(waiter));
    assertEquals("Semaphore[0 of 1 free]", semaphore.toString());
    semaphore.release();
    assertEquals(1, semaphore.availablePermits());
    assertTrue(semaphore.tryAcquire());
  }
}
