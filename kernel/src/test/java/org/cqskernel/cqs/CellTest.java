// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A cell: one suspender and one resumer meet, in either order")
class CellTest {
  private final Cell<Object> cell = new Cell<>();
  private final Probe<Object> waiter = new Probe<>();

  @Test
  @DisplayName("a waiter that came first is resumed by the resumer, with its value")
  @Tag("BC-1")
  @Tag("CQS-8")
  void waiterFirst() {
    assertTrue(cell.suspend(waiter));
    assertTrue(waiter.isIdle());
    assertTrue(cell.resume("v"));
    assertEquals(List.of("v"), waiter.seen());
  }

  @Test
  @DisplayName("a value that came first is taken by the suspender, within suspend")
  @Tag("CQS-5")
  @Tag("BC-3")
  void valueFirst() {
    assertTrue(cell.resume("v"));
    assertFalse(cell.suspend(waiter));
    assertEquals(List.of("v"), waiter.seen());
  }

  @Test
  @DisplayName("null is handed over like any value, in both orders")
  @Tag("CQS-22")
  void nullValue() {
    cell.suspend(waiter);
    assertTrue(cell.resume(null));
    assertEquals(List.of("null"), waiter.seen());

    Cell<Object> other = new Cell<>();
    Probe<Object> late = new Probe<>();
    assertTrue(other.resume(null));
    assertFalse(other.suspend(late));
    assertEquals(List.of("null"), late.seen());
  }

  @Test
  @DisplayName("a value that is itself a waiter, a number or a state is handed over as it is")
  @Tag("CQS-22")
  void valuesLikeStates() {
    Object[] values = {
      new Probe<>(), 100_000, CellState.CANCELLED, CellState.TAKEN, CellState.CANCELLING
    };
    for (Object value : values) {
      List<Object> got = new ArrayList<>();
      Cell<Object> valueFirst = new Cell<>();
      assertTrue(valueFirst.resume(value));
      assertFalse(valueFirst.suspend(new Acting<>(got::add)));
      Cell<Object> waiterFirst = new Cell<>();
      assertTrue(waiterFirst.suspend(new Acting<>(got::add)));
      assertTrue(waiterFirst.resume(value));
      assertEquals(2, got.size());
      assertSame(value, got.get(0));
      assertSame(value, got.get(1));
    }
  }

  @Test
  @DisplayName("a cancelled waiter is not resumed, and the resumer keeps its value")
  @Tag("BC-2")
  @Tag("CQS-10")
  void cancelled() {
    cell.suspend(waiter);
    assertTrue(waiter.cancel());
    assertFalse(cell.resume("v"));
    assertFalse(cell.resume("again"));
    assertTrue(waiter.isIdle());
  }

  @Test
  @DisplayName("a resumed waiter cannot be cancelled, however often one tries")
  @Tag("BC-2")
  @Tag("BC-5")
  void cancelTooLate() {
    cell.suspend(waiter);
    cell.resume("v");
    assertFalse(waiter.cancel());
    assertFalse(waiter.cancel());
    Cell<Object> other = new Cell<>();
    Probe<Object> late = new Probe<>();
    other.resume("v");
    other.suspend(late);
    assertFalse(late.cancel());
  }

  @Test
  @DisplayName("a second cancel after a successful one throws")
  @Tag("BC-6")
  void cancelTwice() {
    cell.suspend(waiter);
    waiter.cancel();
    assertThrows(AlreadyCancelledException.class, waiter::cancel);
  }

  @Test
  @DisplayName("a second suspender is told so, and its waiter is as new")
  @Tag("BC-1")
  void secondSuspender() {
    cell.suspend(waiter);
    Probe<Object> second = new Probe<>();
    assertThrows(IllegalStateException.class, () -> cell.suspend(second));
    assertThrows(IllegalStateException.class, second::cancel);
    assertTrue(cell.resume("v"));
    assertThrows(IllegalStateException.class, () -> cell.suspend(second));
    assertTrue(second.isIdle());
    assertEquals(List.of("v"), waiter.seen());
    assertTrue(new Cell<>().suspend(second));
  }

  @Test
  @DisplayName("a suspender that comes after a cancelled one is told so")
  @Tag("BC-1")
  void suspenderAfterCancelled() {
    cell.suspend(waiter);
    waiter.cancel();
    assertThrows(IllegalStateException.class, () -> cell.suspend(new Probe<>()));
    assertFalse(cell.resume("v"));
  }

  @Test
  @DisplayName("a second resumer is told so, whatever became of the first value")
  @Tag("BC-1")
  void secondResumer() {
    cell.resume("v");
    assertThrows(IllegalStateException.class, () -> cell.resume("w"));
    cell.suspend(waiter);
    assertThrows(IllegalStateException.class, () -> cell.resume("w"));
    assertEquals(List.of("v"), waiter.seen());
    Cell<Object> other = new Cell<>();
    other.suspend(new Probe<>());
    other.resume("v");
    assertThrows(IllegalStateException.class, () -> other.resume("w"));
  }

  @Test
  @DisplayName("a waiter serves one registration only, resumed, cancelled or waiting")
  @Tag("MEM-7")
  void waiterTwice() {
    cell.suspend(waiter);
    assertThrows(IllegalStateException.class, () -> new Cell<>().suspend(waiter));
    cell.resume("v");
    assertThrows(IllegalStateException.class, () -> new Cell<>().suspend(waiter));
    Probe<Object> gone = new Probe<>();
    new Cell<>().suspend(gone);
    gone.cancel();
    assertThrows(IllegalStateException.class, () -> new Cell<>().suspend(gone));
  }

  @Test
  @DisplayName("a waiter that was never registered has nothing to cancel")
  @Tag("BC-6")
  void cancelUnregistered() {
    assertThrows(IllegalStateException.class, waiter::cancel);
  }

  @Test
  @DisplayName("a null waiter is refused and the cell stays usable")
  void nullWaiter() {
    assertThrows(NullPointerException.class, () -> cell.suspend(null));
    assertTrue(cell.suspend(waiter));
  }

  @Test
  @DisplayName("what a waiter throws reaches the resumer, and the cell is resumed all the same")
  @Tag("RALL-7")
  void throwing() {
    IllegalStateException thrown = new IllegalStateException("mine");
    Waiter<Object> bad =
        Acting.run(
            () -> {
              throw thrown;
            });
    cell.suspend(bad);
    assertSame(thrown, assertThrows(IllegalStateException.class, () -> cell.resume("v")));
    assertFalse(bad.cancel());
    assertEquals("Cell[RESUMED]", cell.toString());
  }

  @Test
  @DisplayName("it shows its state and never the value")
  void shown() {
    assertEquals("Cell[EMPTY]", cell.toString());
    cell.resume("secret");
    assertEquals("Cell[VALUE]", cell.toString());
    cell.suspend(waiter);
    assertEquals("Cell[TAKEN]", cell.toString());
    Cell<Object> other = new Cell<>();
    Probe<Object> w = new Probe<>();
    other.suspend(w);
    assertEquals("Cell[WAITER]", other.toString());
    w.cancel();
    assertEquals("Cell[CANCELLED]", other.toString());
  }
}
