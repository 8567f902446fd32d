// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.Cells.Slot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The infinite array, with a cell protocol of the user's own")
class CellsTest {
  private static List<Long> resumeAll(Cells cells) {
    List<Long> indices = new ArrayList<>();
    cells.resumeAll(slot -> indices.add(slot.index()));
    return indices;
  }

  private static void cancel(Slot slot) {
    assertTrue(slot.compareAndSet(null, CellState.CANCELLED));
    slot.cancelled();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("both sides get the same cells in the same order, each once")
  @Tag("ITER-4")
  @Tag("ARR-1")
  @Tag("ITER-1")
  @Tag("ARR-20")
  void sidesMeet(int order) {
    Cells cells = new Cells(order, 0);
    for (int i = 0; i < 100; i++) {
      Slot slot = cells.nextSuspend();
      assertEquals(i, slot.index());
      assertNull(slot.get());
      slot.compareAndSet(null, "c" + i);
    }
    for (int i = 0; i < 100; i++) {
      Slot slot = cells.nextResume();
      assertEquals(i, slot.index());
      assertEquals("c" + i, slot.get());
    }
    cells.validate();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("the resume side may be ahead")
  @Tag("ARR-1")
  void resumeAhead(int order) {
    Cells cells = new Cells(order, 0);
    for (int i = 0; i < 100; i++) {
      cells.nextResume().compareAndSet(null, "c" + i);
    }
    cells.validate();
    for (int i = 0; i < 100; i++) {
      assertEquals("c" + i, cells.nextSuspend().get());
    }
    cells.validate();
  }

  @Test
  @DisplayName("a slot is exchanged and compared by identity")
  void slot() {
    Slot slot = new Cells().nextSuspend();
    String a = "a";
    assertTrue(slot.compareAndSet(null, a));
    assertFalse(slot.compareAndSet(null, "b"));
    assertFalse(slot.compareAndSet(new String("a"), "b"));
    assertSame(a, slot.getAndSet("c"));
    assertEquals("c", slot.get());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("a resumer skips removed segments and the index with them")
  @Tag("ITER-2")
  @Tag("ITER-5")
  @Tag("ITER-8")
  @Tag("ARR-8")
  void skipsRemoved(int order) {
    int length = 1 << order;
    Cells cells = new Cells(order, 0);
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < 4 * length + 1; i++) {
      slots.add(cells.nextSuspend());
    }
    for (int i = length; i < 3 * length; i++) {
      cancel(slots.get(i));
    }
    cells.validate();
    for (int i = 0; i < length; i++) {
      assertEquals(i, cells.nextResume().index());
    }
    for (int i = 3 * length; i < 4 * length + 1; i++) {
      assertEquals(i, cells.nextResume().index());
    }
    cells.validate();
  }

  @Test
  @DisplayName("a cancelled cell of a segment that is not removed is still issued")
  @Tag("ITER-2")
  void partlyCancelled() {
    Cells cells = new Cells(1, 0);
    cells.nextSuspend();
    cancel(cells.nextSuspend());
    assertEquals(0, cells.nextResume().index());
    assertEquals(CellState.CANCELLED, cells.nextResume().get());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("resumeAll visits every cell up to the suspend index once, in index order")
  @Tag("RALL-1")
  @Tag("RALL-2")
  @Tag("RALL-3")
  void resumeAllVisits(int order) {
    Cells cells = new Cells(order, 0);
    List<Long> expected = new ArrayList<>();
    for (long i = 0; i < 77; i++) {
      cells.nextSuspend();
      if (i >= 3) {
        expected.add(i);
      }
    }
    for (int i = 0; i < 3; i++) {
      cells.nextResume();
    }
    assertEquals(expected, resumeAll(cells));
    assertEquals(List.of(), resumeAll(cells));
    cells.validate();
    assertEquals(77, cells.nextSuspend().index());
    assertEquals(List.of(77L), resumeAll(cells));
  }

  @ParameterizedTest
  @CsvSource({"0,3", "0,0", "1,3", "1,2", "2,5", "2,8"})
  @DisplayName("resumeAll over removed segments visits the cells around them only")
  @Tag("RALL-2")
  void resumeAllSkips(int order, int from) {
    int length = 1 << order;
    Cells cells = new Cells(order, 0);
    List<Slot> slots = new ArrayList<>();
    List<Long> expected = new ArrayList<>();
    int to = (from / length + 4) * length;
    for (int i = 0; i < to; i++) {
      slots.add(cells.nextSuspend());
    }
    int firstGone = (from + length - 1) / length * length;
    for (int i = 0; i < to; i++) {
      if (i >= firstGone) {
        cancel(slots.get(i));
      } else {
        expected.add((long) i);
      }
    }
    // The last segment is pointed to by the suspend side, therefore it stays.
    for (long i = to - length; i < to; i++) {
      expected.add(i);
    }
    assertEquals(expected, resumeAll(cells));
    cells.validate();
  }

  @Test
  @DisplayName("resumeAll does nothing when the resume side is level or ahead, now or later")
  @Tag("RALL-6")
  void resumeAllOfNothing() {
    Cells cells = new Cells(1, 0);
    assertEquals(List.of(), resumeAll(cells));
    cells.nextResume();
    assertEquals(List.of(), resumeAll(cells));
    assertEquals(0, cells.nextSuspend().index());
    assertEquals(List.of(), resumeAll(cells));
    assertEquals(1, cells.nextSuspend().index());
    assertEquals(List.of(1L), resumeAll(cells));
  }

  @Test
  @DisplayName("a cell that the action adds is not visited by the same resumeAll")
  @Tag("RALL-4")
  @Tag("RALL-8")
  void addedMeanwhile() {
    Cells cells = new Cells(0, 0);
    cells.nextSuspend();
    cells.nextSuspend();
    List<Long> seen = new ArrayList<>();
    cells.resumeAll(
        slot -> {
          seen.add(slot.index());
          cells.nextSuspend();
        });
    assertEquals(List.of(0L, 1L), seen);
    assertEquals(List.of(2L, 3L), resumeAll(cells));
  }

  @Test
  @DisplayName("a resumeAll inside the action visits only what came meanwhile")
  @Tag("RALL-1")
  @Tag("RALL-8")
  void nestedResumeAll() {
    Cells cells = new Cells(1, 0);
    cells.nextSuspend();
    cells.nextSuspend();
    List<String> seen = new ArrayList<>();
    cells.resumeAll(
        outer -> {
          seen.add("outer " + outer.index());
          cells.nextSuspend();
          cells.resumeAll(inner -> seen.add("inner " + inner.index()));
        });
    assertEquals(List.of("outer 0", "inner 2", "outer 1", "inner 3"), seen);
  }

  @Test
  @DisplayName("an action that throws does not keep the others from being done")
  @Tag("RALL-7")
  void actionThrows() {
    Cells cells = new Cells(0, 0);
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      cells.nextSuspend();
    }
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () ->
                cells.resumeAll(
                    slot -> {
                      seen.add(slot.index());
                      if (slot.index() % 2 == 1) {
                        throw new RuntimeException("at " + slot.index());
                      }
                    }));
    assertEquals(List.of(0L, 1L, 2L, 3L), seen);
    assertEquals("at 1", thrown.getMessage());
    assertEquals("at 3", thrown.getSuppressed()[0].getMessage());
  }

  @Test
  @DisplayName("a null action is refused before anything is claimed")
  void nullAction() {
    Cells cells = new Cells();
    Slot slot = cells.nextSuspend();
    assertThrows(NullPointerException.class, () -> cells.resumeAll(null));
    assertEquals(List.of(slot.index()), resumeAll(cells));
  }

  @Test
  @DisplayName("the segment order lies between 0 and 15, the first index is not negative")
  @Tag("ARR-20")
  void arguments() {
    assertThrows(IllegalArgumentException.class, () -> new Cells(-1));
    assertThrows(IllegalArgumentException.class, () -> new Cells(16));
    assertThrows(IllegalArgumentException.class, () -> new Cells(0, -1));
    Cells large = new Cells(15, 0);
    for (int i = 0; i < (1 << 15) + 1; i++) {
      large.nextSuspend();
    }
    large.validate();
    assertEquals((1 << 15) + 1, resumeAll(large).size());
    large.validate();
  }
}
