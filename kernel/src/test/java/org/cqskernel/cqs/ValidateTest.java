// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import org.cqskernel.sync.Broadcast;
import org.cqskernel.sync.Condition;
import org.cqskernel.sync.Mutex;
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

  @Test
  @DisplayName("a broadcast, a condition and a mutex look at their queue")
  @Tag("ARR-8")
  void clients() {
    Broadcast broadcast = new Broadcast();
    Probe<Void> first = new Probe<>();
    broadcast.suspend(first);
    assertFoundBroken(first, broadcast::validate);
    Condition condition = new Condition();
    assertFoundBroken((Waiter<?>) condition.registerImmediate(() -> {}), condition::validate);
    Mutex mutex = new Mutex();
    mutex.lock();
    Probe<Void> second = new Probe<>();
    mutex.lock(second);
    assertFoundBroken(second, mutex::validate);
  }

  private static void assertFoundBroken(Waiter<?> waiter, Runnable validate) {
    validate.run();
    waiter.segment().decLiveCells();
    assertBroken("counts 3 live cells of 4, and 0 are cancelled", validate);
  }

  /** An array with one cell per segment, of which three are issued to suspenders. */
  private static Cells threeSegments() {
    Cells cells = new Cells(0, 0);
    for (int i = 0; i < 3; i++) {
      cells.nextSuspend();
    }
    cells.validate();
    return cells;
  }

  /** Breaks a link of a segment. */
  private static void set(Segment segment, String link, Segment to) {
    try {
      Field field = Segment.class.getDeclaredField(link);
      field.setAccessible(true);
      field.set(segment, to);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("a removed segment that is still linked to the right")
  @Tag("ARR-17")
  void removedNext() {
    Cells cells = threeSegments();
    cells.resume.segment().next().decLiveCells();
    assertBroken("segment 1 is removed and still linked (ARR-17)", cells::validate);
  }

  @Test
  @DisplayName("a removed segment that is still linked to the left")
  @Tag("ARR-17")
  void removedPrev() {
    Cells cells = threeSegments();
    Segment removed = new Segment(1, null, null, 0, 1);
    removed.decLiveCells();
    set(cells.suspend.segment(), "prev", removed);
    assertBroken("segment 2 still refers back to removed segment 1 (ARR-17)", cells::validate);
  }

  @Test
  @DisplayName("a link to the left that has come back")
  @Tag("ARR-18")
  void resurrectedPrev() {
    Cells cells = threeSegments();
    Segment first = cells.resume.segment();
    cells.nextResume();
    cells.nextResume();
    cells.validate();
    set(cells.resume.segment(), "prev", first);
    assertBroken("has come back (ARR-18)", cells::validate);
  }

  @Test
  @DisplayName("a link to the right that does not lead to the right")
  @Tag("ARR-3")
  void nextOutOfOrder() {
    Cells cells = threeSegments();
    set(cells.resume.segment(), "next", new Segment(0, null, null, 0, 1));
    assertBroken("segment 0 is followed by 0 (ARR-3)", cells::validate);
  }

  @Test
  @DisplayName("a link to the left that does not lead to the left")
  @Tag("ARR-4")
  void prevOutOfOrder() {
    Cells cells = threeSegments();
    set(cells.suspend.segment(), "prev", new Segment(2, null, null, 0, 1));
    assertBroken("segment 2 is preceded by 2 (ARR-4)", cells::validate);
  }
}
