// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Cqs.resumeAll: one value for everybody in line")
class CqsResumeAllTest {
  static Stream<Arguments> modes() {
    return Stream.of(Resumption.values())
        .flatMap(
            r ->
                Stream.of(Cancellation.values())
                    .flatMap(c -> Stream.of(0, 1, 2, 5).map(order -> Arguments.of(r, c, order))));
  }

  @ParameterizedTest
  @MethodSource("modes")
  @DisplayName("it resumes live waiters in order and passes over cancelled ones, in every mode")
  @Tag("RALL-1")
  @Tag("RALL-2")
  @Tag("RALL-3")
  void allModes(Resumption resumption, Cancellation cancellation, int order) {
    CqsFixture f = new CqsFixture(resumption, cancellation, order);
    List<Probe<String>> waiters = f.suspend(100);
    List<String> expected = new ArrayList<>();
    f.queue.resume("first");
    expected.add("w0 first");
    for (int i = 1; i < 100; i++) {
      if (i % 7 == 0 || (i > 20 && i < 64)) {
        assertTrue(waiters.get(i).cancel());
      } else {
        expected.add("w" + i + " all");
      }
    }
    f.queue.validate();
    f.queue.resumeAll("all");
    assertEquals(expected, f.log);
    f.queue.validate();
    f.queue.resumeAll("again");
    assertEquals(expected, f.log);
    assertFalse(waiters.get(99).cancel());
    f.suspend("late");
    f.queue.resumeAll(null);
    expected.add("late null");
    assertEquals(expected, f.log);
    f.queue.validate();
  }

  @ParameterizedTest
  @MethodSource("modes")
  @DisplayName("it has no effect, now or later, where nobody waits")
  @Tag("RALL-6")
  @Tag("COND-13")
  void nobody(Resumption resumption, Cancellation cancellation, int order) {
    CqsFixture f = new CqsFixture(resumption, cancellation, order);
    f.queue.resumeAll("v");
    f.suspend("w");
    assertEquals(List.of(), f.log);
    f.queue.resume("a");
    f.queue.resumeAll("b");
    assertEquals(List.of("w a"), f.log);
  }

  @Test
  @DisplayName("where the resume side is ahead it does nothing")
  @Tag("RALL-6")
  void resumeSideAhead() {
    CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SIMPLE, 1);
    f.queue.resume("early");
    f.queue.resumeAll("all");
    f.suspend("w");
    f.suspend("x");
    assertEquals(List.of("w early"), f.log);
    f.queue.resumeAll("all");
    assertEquals(List.of("w early", "x all"), f.log);
  }

  @Test
  @DisplayName("a suspender with a place that has not arrived finds the value, never broken")
  @Tag("BC-10")
  @Tag("CQS-6")
  void emptyCells() {
    for (Resumption resumption : Resumption.values()) {
      for (String value : new String[] {"v", null}) {
        CqsFixture f = new CqsFixture(resumption, Cancellation.SMART, 1);
        Late late = new Late(f);
        late.take();
        f.queue.resumeAll(value);
        assertEquals(List.of(), f.log);
        late.arrive();
        assertEquals(List.of("late " + value), f.log);
        f.queue.validate();
      }
    }
  }

  /** A suspender that takes its place in one step and arrives there in another. */
  private static final class Late {
    private final CqsFixture f;
    private final Waiter<String> waiter;
    private Segment segment;

    Late(CqsFixture f) {
      this.f = f;
      this.waiter = new Probe<>("late ", f.log);
    }

    void take() {
      waiter.attach(f.queue);
      segment = f.cells().place(waiter);
    }

    void arrive() {
      Object found = Cell.install(segment.cells, waiter.offset(), waiter);
      if (found == CellState.RESUMED) {
        waiter.resumed(null);
      } else {
        assertTrue(Cell.take(segment.cells, waiter.offset(), found));
        waiter.resumed((String) Boxed.unbox(found));
      }
    }
  }

  @Test
  @DisplayName("a waiter under cancellation is skipped if that is allowed")
  @Tag("CQS-15")
  void cancellingAllowed() {
    CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SMART, 1);
    List<Probe<String>> waiters = f.suspend(3);
    f.onCancellation =
        () -> {
          f.queue.resumeAll("all");
          return true;
        };
    assertTrue(waiters.get(1).cancel());
    f.suspend("later");
    assertEquals(List.of("w0 all", "w2 all"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("the value is refused where a waiter's cancellation under way is not allowed")
  @Tag("CQS-14")
  @Tag("CQS-15")
  void cancellingRefused() {
    for (String value : new String[] {"all", null}) {
      CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SMART, 1);
      List<Probe<String>> waiters = f.suspend(3);
      f.onCancellation =
          () -> {
            f.queue.resumeAll(value);
            return false;
          };
      assertTrue(waiters.get(1).cancel());
      assertEquals(List.of("w0 " + value, "w2 " + value, "refused " + value), f.log);
      f.queue.validate();
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  @DisplayName("the value is refused once per refusing cell, and the others are resumed")
  @Tag("CQS-14")
  void refusedCells(Resumption resumption, Cancellation cancellation, int order) {
    if (cancellation == Cancellation.SIMPLE) {
      return;
    }
    CqsFixture f = new CqsFixture(resumption, cancellation, order);
    List<Probe<String>> waiters = f.suspend(4);
    f.onCancellation = () -> false;
    waiters.get(0).cancel();
    waiters.get(2).cancel();
    f.queue.resumeAll("v");
    assertEquals(List.of("refused v", "w1 v", "refused v", "w3 v"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("a callback cancels a later waiter of the same sweep, which is then not called")
  @Tag("RALL-8")
  @Tag("BC-2")
  void callbackCancelsLater() {
    for (Cancellation cancellation : Cancellation.values()) {
      CqsFixture f = new CqsFixture(Resumption.ASYNC, cancellation, 1);
      List<Probe<String>> later = new ArrayList<>();
      f.queue.suspend(Acting.run(() -> later.forEach(w -> f.log.add("cancelled " + w.cancel()))));
      Probe<String> between = f.suspend("between");
      later.addAll(f.suspend(4));
      f.suspend("last");
      f.queue.resumeAll("v");
      assertEquals(
          List.of(
              "cancelled true",
              "cancelled true",
              "cancelled true",
              "cancelled true",
              "between v",
              "last v"),
          f.log);
      assertFalse(between.cancel());
      f.queue.validate();
    }
  }

  @Test
  @DisplayName("a callback that suspends again is not called by the same sweep")
  @Tag("RALL-8")
  void callbackSuspends() {
    CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SIMPLE, 0);
    for (int i = 0; i < 3; i++) {
      f.queue.suspend(Acting.run(() -> f.suspend("again")));
    }
    f.queue.resumeAll("v");
    assertEquals(List.of(), f.log);
    f.queue.resumeAll("w");
    assertEquals(List.of("again w", "again w", "again w"), f.log);
  }

  @Test
  @DisplayName("resume and resumeAll inside a callback take what the sweep has not claimed")
  @Tag("RALL-1")
  @Tag("RALL-8")
  void callbackResumes() {
    CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SIMPLE, 1);
    f.queue.suspend(
        Acting.run(
            () -> {
              f.suspend("new1");
              f.suspend("new2");
              f.queue.resume("one");
              f.queue.resumeAll("rest");
            }));
    f.suspend("old");
    f.queue.resumeAll("all");
    assertEquals(List.of("new1 one", "new2 rest", "old all"), f.log);
    f.queue.validate();
  }
}
