// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Indices at the edges of segments and far beyond 32 bits")
@Tag("ARR-20")
@Tag("MEM-8")
class IndexRangeTest {
  private static final int COUNT = 70;

  static Stream<Arguments> starts() {
    return Stream.of(0, 1, 2, 5)
        .flatMap(
            order ->
                LongStream.of(
                        0,
                        1,
                        30,
                        (1L << 31) - 3,
                        (1L << 32) - 3,
                        (1L << 32) + 1,
                        (1L << 47) - 1,
                        (1L << 62) - 5)
                    .mapToObj(start -> Arguments.of(order, start)));
  }

  @ParameterizedTest
  @MethodSource("starts")
  @DisplayName("an array of cells works from any first index on")
  void cells(int order, long start) {
    Cells cells = new Cells(order, start);
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Cells.Slot slot = cells.nextSuspend();
      assertEquals(start + i, slot.index());
      slot.compareAndSet(null, "c" + i);
      expected.add(start + i);
    }
    cells.validate();
    Cells.Slot first = cells.nextResume();
    assertEquals(start, first.index());
    assertEquals("c0", first.get());
    List<Long> seen = new ArrayList<>();
    cells.resumeAll(
        slot -> {
          seen.add(slot.index());
          assertEquals("c" + (slot.index() - start), slot.get());
        });
    assertEquals(expected.subList(1, COUNT), seen);
    cells.validate();
  }

  @ParameterizedTest
  @MethodSource("starts")
  @DisplayName("a queue resumes, cancels and skips from any first index on")
  void cqs(int order, long start) {
    for (Cancellation cancellation : Cancellation.values()) {
      List<String> log = Probe.log();
      Cqs<String> queue =
          new Cqs<>(Resumption.ASYNC, cancellation, new Policy<String>() {}, order, start, 0);
      queue.resume("early");
      List<Probe<String>> waiters = new ArrayList<>();
      for (int i = 0; i < COUNT; i++) {
        waiters.add(new Probe<>(i + " ", log));
        queue.suspend(waiters.get(i));
      }
      for (int i = 2; i < COUNT - 1; i++) {
        assertTrue(waiters.get(i).cancel());
      }
      queue.validate();
      queue.resume("one");
      queue.resumeAll("all");
      assertEquals(List.of("0 early", "1 one", (COUNT - 1) + " all"), log);
      queue.validate();
    }
  }

  @ParameterizedTest
  @MethodSource("starts")
  @DisplayName("a queue is swept again and again from any first index on")
  void resumeAll(int order, long start) {
    Cqs<String> queue =
        new Cqs<>(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<String>() {}, order, start, 0);
    List<String> log = Probe.log();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      queue.suspend(new Probe<>("", log));
      queue.suspend(new Probe<>("", log));
      queue.resumeAll(String.valueOf(i));
      expected.addAll(List.of(String.valueOf(i), String.valueOf(i)));
      assertEquals(expected, log);
    }
    queue.validate();
  }

  @ParameterizedTest
  @MethodSource("starts")
  @DisplayName("a one-shot resumes and cancels from any first index on")
  void oneShot(int order, long start) {
    OneShot<String> once = OneShotTest.ofOrder(order, start);
    List<String> log = Probe.log();
    List<String> expected = new ArrayList<>();
    List<Probe<String>> waiters = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      waiters.add(new Probe<>(i + " ", log));
      once.suspend(waiters.get(i));
    }
    for (int i = 0; i < COUNT; i++) {
      if (i % 9 == 0 || i > 5 && i < 60) {
        assertTrue(waiters.get(i).cancel());
      } else {
        expected.add(i + " v");
      }
    }
    once.validate();
    assertTrue(once.tryResumeAll("v"));
    assertEquals(expected, log);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 15})
  @DisplayName("by default the first segment is short and everything meets all the same")
  @Tag("ARR-2")
  void defaultStart(int order) {
    Cells cells = new Cells(order);
    long start = cells.nextSuspend().index();
    assertEquals(start, cells.nextResume().index());
    for (int i = 1; i < COUNT; i++) {
      assertEquals(start + i, cells.nextSuspend().index());
    }
    cells.validate();
    for (int i = 1; i < COUNT; i++) {
      assertEquals(start + i, cells.nextResume().index());
    }
    cells.validate();
  }
}
