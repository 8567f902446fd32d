// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The count of a segment: pointers and live cells in one word")
class SegmentCountTest {
  private static SegmentCount count(int pointers, int liveCells) {
    return new SegmentCount(pointers, liveCells) {};
  }

  @ParameterizedTest
  @CsvSource({"0,1", "2,1", "2,4", "2,32768", "1,65535", "32767,1"})
  @DisplayName("both numbers are kept apart, up to their largest values")
  @Tag("ARR-7")
  void encoding(int pointers, int liveCells) {
    SegmentCount count = count(pointers, liveCells);
    assertEquals(pointers, count.pointers());
    assertEquals(liveCells, count.liveCells());
    assertFalse(count.isRemoved());
  }

  @Test
  @DisplayName("it is removed exactly when both are zero, by whoever takes the last one")
  @Tag("ARR-5")
  @Tag("ARR-9")
  void removal() {
    SegmentCount cellsLast = count(1, 2);
    assertFalse(cellsLast.decLiveCells());
    assertFalse(cellsLast.decPointers());
    assertFalse(cellsLast.isRemoved());
    assertTrue(cellsLast.decLiveCells());
    assertTrue(cellsLast.isRemoved());

    SegmentCount pointersLast = count(2, 1);
    assertFalse(pointersLast.decLiveCells());
    assertFalse(pointersLast.decPointers());
    assertTrue(pointersLast.decPointers());
    assertTrue(pointersLast.isRemoved());
  }

  @Test
  @DisplayName("a pointer is added unless it is removed, and removal is for good")
  @Tag("ARR-5")
  @Tag("ARR-6")
  void increment() {
    SegmentCount count = count(0, 1);
    assertTrue(count.tryIncPointers());
    assertEquals(1, count.pointers());
    assertFalse(count.decLiveCells());
    assertTrue(count.tryIncPointers());
    assertFalse(count.decPointers());
    assertTrue(count.decPointers());
    assertFalse(count.tryIncPointers());
    assertTrue(count.isRemoved());
    assertEquals(0, count.pointers());
    assertEquals(0, count.liveCells());
  }
}
