// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Cqs, asynchronous resumption, simple cancellation")
class CqsSimpleTest {
  private static CqsFixture fixture(int order) {
    return new CqsFixture(Resumption.ASYNC, Cancellation.SIMPLE, order);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("waiters are resumed in the order in which they came, each with its value")
  @Tag("CQS-8")
  @Tag("CQS-19")
  @Tag("CQS-23")
  void inOrder(int order) {
    CqsFixture f = fixture(order);
    List<String> expected = new ArrayList<>();
    f.suspend(40);
    for (int i = 0; i < 40; i++) {
      assertTrue(f.queue.resume("v" + i));
      expected.add("w" + i + " v" + i);
    }
    assertEquals(expected, f.log);
    f.queue.validate();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("values that come before their suspenders are kept for them, in order")
  @Tag("CQS-4")
  @Tag("CQS-5")
  @Tag("CQS-18")
  void valueFirst(int order) {
    CqsFixture f = fixture(order);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      assertTrue(f.queue.resume(i % 2 == 0 ? null : "v" + i));
    }
    for (int i = 0; i < 40; i++) {
      Probe<String> waiter = new Probe<>("w" + i + " ", f.log);
      assertEquals(Suspended.RESUMED, f.queue.suspend(waiter));
      assertFalse(waiter.cancel());
      expected.add("w" + i + (i % 2 == 0 ? " null" : " v" + i));
    }
    assertEquals(expected, f.log);
    f.queue.validate();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("a resume that meets a cancelled waiter fails, removed segments included")
  @Tag("CQS-10")
  @Tag("ARR-8")
  void cancelled(int order) {
    CqsFixture f = fixture(order);
    List<Probe<String>> waiters = f.suspend(100);
    for (int i = 1; i < 99; i++) {
      assertTrue(waiters.get(i).cancel());
    }
    f.queue.validate();
    assertTrue(f.queue.resume("first"));
    for (int i = 1; i < 99; i++) {
      assertFalse(f.queue.resume("nobody"), "at " + i);
    }
    assertTrue(f.queue.resume("last"));
    assertEquals(List.of("w0 first", "w99 last"), f.log);
    f.queue.validate();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  @DisplayName("a second cancel throws, counts nothing, and a cancel after resumption is false")
  @Tag("BC-6")
  @Tag("ARR-8")
  @Tag("BC-2")
  void cancelTwice(int order) {
    CqsFixture f = fixture(order);
    List<Probe<String>> waiters = f.suspend(3);
    assertTrue(waiters.get(0).cancel());
    assertThrows(AlreadyCancelledException.class, waiters.get(0)::cancel);
    assertThrows(AlreadyCancelledException.class, waiters.get(0)::cancel);
    f.queue.validate();
    assertFalse(f.queue.resume("a"));
    assertTrue(f.queue.resume("b"));
    assertFalse(waiters.get(1).cancel());
    assertThrows(AlreadyCancelledException.class, waiters.get(0)::cancel);
    assertTrue(waiters.get(2).cancel());
    f.queue.validate();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  @DisplayName("a waiter registered twice throws and takes no place in the queue")
  @Tag("MEM-7")
  @Tag("ITER-9")
  void registeredTwice(int order) {
    CqsFixture f = fixture(order);
    Probe<String> first = f.suspend("first");
    assertThrows(IllegalStateException.class, () -> f.queue.suspend(first));
    assertThrows(IllegalStateException.class, () -> f.queue.resumeNow(first, "v"));
    assertThrows(NullPointerException.class, () -> f.queue.suspend(null));
    assertThrows(NullPointerException.class, () -> f.queue.resumeNow(null, "v"));
    f.suspend("second");
    f.queue.resume("a");
    f.queue.resume("b");
    assertEquals(List.of("first a", "second b"), f.log);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  @DisplayName("a waiter resumed at once is called once, is not queued and cannot be cancelled")
  @Tag("CB-4")
  void resumeNow(int order) {
    CqsFixture f = fixture(order);
    Probe<String> waiter = new Probe<>("now ", f.log);
    f.queue.resumeNow(waiter, "v");
    assertFalse(waiter.cancel());
    assertThrows(IllegalStateException.class, () -> f.queue.suspend(waiter));
    f.suspend("next");
    f.queue.resume("w");
    assertEquals(List.of("now v", "next w"), f.log);
  }
}
