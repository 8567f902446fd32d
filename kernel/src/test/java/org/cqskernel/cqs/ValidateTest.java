// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Validation at rest finds what is broken, and shows it")
class ValidateTest {
  private static void assertBroken(String what, Runnable validate) {
    IllegalStateException e = assertThrows(IllegalStateException.class, validate::run);
    assertTrue(e.getMessage().contains(what), e.getMessage());
    assertTrue(e.getMessage().contains("Segment "), e.getMessage());
    assertTrue(e.getMessage().endsWith("End\n"), e.getMessage());
  }

  @Test
  @DisplayName("a pointer too many")
  @Tag("ARR-13")
  void pointers() {
    Cells cells = new Cells(1, 0);
    cells.validate();
    cells.suspend.segment().tryIncPointers();
    assertBroken("counts 3 pointers, has 2", cells::validate);
  }

  @Test
  @DisplayName("a cell counted as cancelled that is not")
  @Tag("ARR-8")
  void liveCells() {
    Cqs<String> queue = new Cqs<>();
    Waiter<String> waiter = new Probe<>();
    queue.suspend(waiter);
    queue.validate();
    waiter.segment().decLiveCells();
    assertBroken("counts 3 live cells of 4, and 0 are cancelled", queue::validate);
  }

  @Test
  @DisplayName("a cell that is cancelled and not counted")
  @Tag("ARR-8")
  void notCounted() {
    OneShot<String> once = new OneShot<>();
    once.suspend(new Probe<>());
    Waiter<String> waiter = new Probe<>();
    once.suspend(waiter);
    once.validate();
    Cell.cancel(waiter.segment().cells, waiter.offset(), waiter, CellState.CANCELLED);
    assertBroken("counts 4 live cells of 4, and 1 are cancelled", once::validate);
  }
}
