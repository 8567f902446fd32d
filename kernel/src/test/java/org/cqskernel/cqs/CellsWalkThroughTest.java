// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cqskernel.cqs.Cells.Slot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read from top to bottom, each scenario shows what the array of cells looks like. */
@DisplayName("Cells, drawn")
class CellsWalkThroughTest {
  private final Cells cells = new Cells(1, 0);

  private void assertDrawn(String expected) {
    assertEquals(expected, cells.toString());
    cells.validate();
  }

  private Slot suspend() {
    Slot slot = cells.nextSuspend();
    assertTrue(slot.compareAndSet(null, "waits"));
    return slot;
  }

  private static void cancel(Slot slot) {
    assertTrue(slot.compareAndSet("waits", CellState.CANCELLED));
    slot.cancelled();
  }

  @Test
  @DisplayName("a new array has one segment, and both sides are at its first cell")
  @Tag("ARR-2")
  void fresh() {
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          EMPTY <- suspend <- resume
          EMPTY
        End
        """);
  }

  @Test
  @DisplayName("suspenders fill it from the left and append segments as they need them")
  @Tag("ARR-11")
  @Tag("ARR-12")
  void suspending() {
    suspend();
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          VALUE <- resume
          EMPTY <- suspend
        End
        """);
    suspend();
    // The index is beyond the segment; nobody has needed the next one.
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          VALUE <- resume
          VALUE
        End
        """);
    suspend();
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=2):
          VALUE <- resume
          VALUE
        Segment 1 (prev=0, pointers=1, live=2):
          VALUE
          EMPTY <- suspend
        End
        """);
  }

  @Test
  @DisplayName("a segment whose cells are all cancelled is unlinked")
  @Tag("ARR-9")
  @Tag("ARR-16")
  @Tag("ARR-17")
  void removal() {
    suspend();
    suspend();
    Slot c = suspend();
    Slot d = suspend();
    suspend();
    cancel(c);
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=2):
          VALUE <- resume
          VALUE
        Segment 1 (prev=0, pointers=0, live=1):
          CANCELLED
          VALUE
        Segment 2 (prev=1, pointers=1, live=2):
          VALUE
          EMPTY <- suspend
        End
        """);
    cancel(d);
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=2):
          VALUE <- resume
          VALUE
        Segment 2 (prev=0, pointers=1, live=2):
          VALUE
          EMPTY <- suspend
        End
        """);
  }

  @Test
  @DisplayName("a segment that a position points to stays until the position leaves it")
  @Tag("ARR-14")
  @Tag("ARR-15")
  void pointedTo() {
    Slot a = suspend();
    Slot b = suspend();
    cancel(a);
    cancel(b);
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=0):
          CANCELLED <- resume
          CANCELLED
        End
        """);
    suspend();
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=0):
          CANCELLED <- resume
          CANCELLED
        Segment 1 (prev=0, pointers=1, live=2):
          VALUE
          EMPTY <- suspend
        End
        """);
    cells.nextResume();
    cells.nextResume();
    assertEquals(2, cells.nextResume().index());
    assertDrawn(
        """
        Segment 1 (prev=none, pointers=2, live=2):
          VALUE
          EMPTY <- suspend <- resume
        End
        """);
  }

  @Test
  @DisplayName("a resumer leaves what it has passed, and skips what is removed")
  @Tag("ITER-5")
  @Tag("ARR-18")
  @Tag("ARR-19")
  void resuming() {
    Slot[] slots = new Slot[7];
    for (int i = 0; i < 7; i++) {
      slots[i] = suspend();
    }
    for (int i = 2; i < 6; i++) {
      cancel(slots[i]);
    }
    cells.nextResume();
    cells.nextResume();
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=2):
          VALUE
          VALUE
        Segment 3 (prev=0, pointers=1, live=2):
          VALUE
          EMPTY <- suspend
        End
        """);
    assertEquals(6, cells.nextResume().index());
    assertDrawn(
        """
        Segment 3 (prev=none, pointers=2, live=2):
          VALUE
          EMPTY <- suspend <- resume
        End
        """);
  }

  @Test
  @DisplayName("a resumer ahead of the suspenders appends, and they come after")
  @Tag("ARR-11")
  void resumeAhead() {
    for (int i = 0; i < 3; i++) {
      cells.nextResume().compareAndSet(null, "value");
    }
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=2):
          VALUE <- suspend
          VALUE
        Segment 1 (prev=none, pointers=1, live=2):
          VALUE
          EMPTY <- resume
        End
        """);
    cells.nextSuspend();
    cells.nextSuspend();
    cells.nextSuspend();
    assertDrawn(
        """
        Segment 1 (prev=none, pointers=2, live=2):
          VALUE
          EMPTY <- suspend <- resume
        End
        """);
  }

  @Test
  @DisplayName("resumeAll passes to the last segment before it applies the action")
  @Tag("RALL-9")
  @Tag("RALL-2")
  void resumeAll() {
    for (int i = 0; i < 5; i++) {
      suspend();
    }
    String[] inside = new String[1];
    cells.resumeAll(
        slot -> {
          if (slot.index() == 0) {
            inside[0] = cells.toString();
          }
          slot.getAndSet(CellState.RESUMED);
        });
    String after =
        """
        Segment 2 (prev=none, pointers=2, live=2):
          RESUMED
          EMPTY <- suspend <- resume
        End
        """;
    assertEquals(
        """
        Segment 2 (prev=1, pointers=2, live=2):
          VALUE
          EMPTY <- suspend <- resume
        End
        """,
        inside[0]);
    assertDrawn(after);
    cells.resumeAll(slot -> slot.getAndSet("never"));
    assertDrawn(after);
  }
}
