// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Segments of one cell each; the first one is pointed to, so it is never removed. */
@DisplayName("The list of segments")
class SegmentTest {
  private final Segment[] line = line(5);

  private static Segment[] line(int count) {
    Segment first = new Segment(0, null, null, 1, 1);
    return IntStream.range(0, count).mapToObj(id -> first.find(id, 0)).toArray(Segment[]::new);
  }

  @Test
  @DisplayName("a new segment follows the last one and has all its cells alive and empty")
  @Tag("ARR-2")
  void fresh() {
    for (int id = 1; id < line.length; id++) {
      assertEquals(id, line[id].id);
      assertSame(line[id - 1], line[id].prev());
      assertSame(line[id], line[id - 1].next());
      assertEquals(0, line[id].pointers());
      assertEquals(1, line[id].liveCells());
      assertNull(Cell.read(line[id].cells, 0));
    }
    assertNull(line[4].next());
  }

  @Test
  @DisplayName("find gives the wanted segment, or the next one that is not removed")
  @Tag("ARR-10")
  @Tag("ARR-11")
  void find() {
    assertSame(line[2], line[0].find(2, 0));
    assertSame(line[3], line[3].find(1, 0));
    line[2].cancelCell();
    line[3].cancelCell();
    assertSame(line[4], line[0].find(2, 0));
    assertNull(line[4].next());
    assertEquals(7, line[0].find(7, 0).id);
  }

  @Test
  @DisplayName("removal links both neighbours, in whatever order segments are removed")
  @Tag("ARR-3")
  @Tag("ARR-4")
  @Tag("ARR-16")
  @Tag("ARR-17")
  void removal() {
    int[][] orders = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
    for (int[] order : orders) {
      Segment[] l = line(5);
      for (int id : order) {
        l[id].cancelCell();
        assertTrue(l[id].isRemoved());
      }
      assertSame(l[4], l[0].next());
      assertSame(l[0], l[4].prev());
    }
  }

  @Test
  @DisplayName("whoever stands on a removed segment finds the way on")
  @Tag("ARR-22")
  void pausedFinder() {
    line[1].cancelCell();
    line[2].cancelCell();
    line[3].cancelCell();
    for (int id = 1; id <= 3; id++) {
      assertSame(line[4], line[id].find(id, 0));
    }
  }

  @Test
  @DisplayName("a cleared link to the left stays cleared when the left neighbour is removed")
  @Tag("ARR-18")
  void clearedPrev() {
    line[2].clearPrev();
    line[1].cancelCell();
    assertNull(line[2].prev());
    assertSame(line[2], line[0].next());
    line[3].cancelCell();
    assertSame(line[2], line[4].prev());
  }
}
