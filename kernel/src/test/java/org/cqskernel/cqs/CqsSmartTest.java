// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Cqs, asynchronous resumption, smart cancellation")
class CqsSmartTest {
  private final CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SMART, 1);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("a resume passes over cancelled waiters, removed segments included")
  @Tag("CQS-11")
  @Tag("ITER-5")
  @Tag("ITER-8")
  void skips(int order) {
    CqsFixture g = new CqsFixture(Resumption.ASYNC, Cancellation.SMART, order);
    List<Probe<String>> waiters = g.suspend(100);
    for (int i = 1; i < 99; i++) {
      assertTrue(waiters.get(i).cancel());
    }
    g.queue.validate();
    assertTrue(g.queue.resume("a"));
    assertTrue(g.queue.resume("b"));
    assertEquals(List.of("w0 a", "w99 b"), g.log);
    assertTrue(g.queue.resume("c"));
    g.suspend("next");
    assertEquals("next c", g.log.get(2));
    g.queue.validate();
  }

  @Test
  @DisplayName("a waiter whose cancellation is not allowed is cancelled, and its value refused")
  @Tag("CQS-12")
  @Tag("CQS-14")
  @Tag("CQS-17")
  void refused() {
    f.onCancellation = () -> false;
    List<Probe<String>> waiters = f.suspend(3);
    assertTrue(waiters.get(0).cancel());
    assertThrows(AlreadyCancelledException.class, waiters.get(0)::cancel);
    assertTrue(f.queue.resume("a"));
    assertTrue(f.queue.resume("b"));
    assertEquals(List.of("refused a", "w1 b"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("a policy that does not say allows every cancellation")
  @Tag("CQS-12")
  void allowedByDefault() {
    Cqs<String> queue = new Cqs<>(Resumption.ASYNC, Cancellation.SMART, new Policy<>() {});
    Probe<String> first = new Probe<>("first ", f.log);
    queue.suspend(first);
    queue.suspend(new Probe<>("second ", f.log));
    assertTrue(first.cancel());
    assertTrue(queue.resume("v"));
    assertEquals(List.of("second v"), f.log);
  }

  @Test
  @DisplayName("a value left to an allowed canceller goes to the next waiter")
  @Tag("CQS-15")
  @Tag("CQS-13")
  void delegatedToNext() {
    f.onCancellation =
        () -> {
          assertTrue(f.queue.resume("v"));
          assertEquals(List.of(), f.log);
          return true;
        };
    List<Probe<String>> waiters = f.suspend(2);
    assertTrue(waiters.get(0).cancel());
    assertEquals(List.of("w1 v"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("a value left to an allowed canceller is kept if nobody else waits")
  @Tag("CQS-15")
  void delegatedToNobody() {
    f.onCancellation = () -> f.queue.resume(null);
    Probe<String> waiter = f.suspend("w");
    assertTrue(waiter.cancel());
    assertEquals(List.of(), f.log);
    f.suspend("next");
    assertEquals(List.of("next null"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("a value left to a canceller that is not allowed is refused, once")
  @Tag("CQS-14")
  @Tag("CQS-15")
  void delegatedAndRefused() {
    f.onCancellation = () -> !f.queue.resume("v");
    List<Probe<String>> waiters = f.suspend(2);
    assertTrue(waiters.get(0).cancel());
    assertEquals(List.of("refused v"), f.log);
    assertTrue(f.queue.resume("w"));
    assertEquals(List.of("refused v", "w1 w"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("a cancellation inside the decision of another one is independent of it")
  @Tag("CQS-12")
  void nestedCancellation() {
    List<Probe<String>> waiters = f.suspend(4);
    f.onCancellation =
        () -> {
          f.onCancellation = () -> true;
          assertTrue(waiters.get(1).cancel());
          assertTrue(f.queue.resume("v"));
          return true;
        };
    assertTrue(waiters.get(0).cancel());
    assertEquals(List.of("w2 v"), f.log);
    assertTrue(f.queue.resume("w"));
    assertEquals(List.of("w2 v", "w3 w"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("a second cancel inside the decision throws")
  @Tag("BC-6")
  void cancelTwiceInside() {
    Probe<String> waiter = f.suspend("w");
    f.onCancellation =
        () -> {
          assertThrows(AlreadyCancelledException.class, waiter::cancel);
          return true;
        };
    assertTrue(waiter.cancel());
    f.queue.validate();
  }

  @Test
  @DisplayName("a decision that throws cancels as if allowed, and the throwable gets through")
  @Tag("CQS-12")
  void decisionThrows() {
    IllegalStateException thrown = new IllegalStateException("mine");
    f.onCancellation =
        () -> {
          f.queue.resume("v");
          throw thrown;
        };
    List<Probe<String>> waiters = f.suspend(2);
    assertSame(thrown, assertThrows(IllegalStateException.class, waiters.get(0)::cancel));
    assertEquals(List.of("w1 v"), f.log);
    assertThrows(AlreadyCancelledException.class, waiters.get(0)::cancel);
    f.queue.validate();
  }

  @Test
  @DisplayName("a resumed waiter is not put to the owner's decision")
  @Tag("CQS-21")
  @Tag("BC-2")
  void resumedFirst() {
    f.onCancellation =
        () -> {
          throw new AssertionError("not asked");
        };
    Probe<String> waiter = f.suspend("w");
    f.queue.resume("v");
    assertFalse(waiter.cancel());
  }

  @Test
  @DisplayName("at rest no decision is pending")
  @Tag("CQS-17")
  void validateInside() {
    Probe<String> waiter = f.suspend("w");
    f.onCancellation =
        () -> {
          assertThrows(IllegalStateException.class, f.queue::validate);
          return true;
        };
    waiter.cancel();
    f.queue.validate();
  }
}
