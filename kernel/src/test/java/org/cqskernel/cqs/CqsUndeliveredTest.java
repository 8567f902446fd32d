// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Refusing;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A waiter that has no use for its value any more")
class CqsUndeliveredTest {
  private final CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SIMPLE, 1);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("the owner gets the value back once, and the resume counts as successful")
  @Tag("CQS-20")
  void byResume(boolean leaf) {
    Refusing<String> waiter = new Refusing<>(leaf);
    f.queue.suspend(waiter);
    assertTrue(f.queue.resume("v"));
    assertEquals(1, waiter.asked());
    assertEquals(List.of("undelivered v"), f.log);
    assertFalse(waiter.cancel());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("the owner gets a value back that was there before the suspender")
  @Tag("CQS-20")
  void valueFirst(boolean leaf) {
    f.queue.resume("v");
    f.queue.resume(null);
    assertEquals(Suspended.RESUMED, f.queue.suspend(new Refusing<>(leaf)));
    assertEquals(Suspended.RESUMED, f.queue.suspend(new Refusing<>(leaf)));
    assertEquals(List.of("undelivered v", "undelivered null"), f.log);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("the owner gets the value back from a sweep, once per waiter, and others are served")
  @Tag("CQS-20")
  void byResumeAll(boolean leaf) {
    f.queue.suspend(new Refusing<>(leaf));
    f.suspend("between");
    f.queue.suspend(new Refusing<>(leaf));
    f.queue.resumeAll("v");
    assertEquals(List.of("undelivered v", "between v", "undelivered v"), f.log);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("the owner gets the value back that was resumed at once")
  @Tag("CQS-20")
  void resumeNow(boolean leaf) {
    f.queue.resumeNow(new Refusing<>(leaf), "v");
    assertEquals(List.of("undelivered v"), f.log);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("an outcome that one waiter has no use for still reaches the others")
  @Tag("CQS-20")
  void oneShot(boolean leaf) {
    OneShot<String> once = new OneShot<>();
    Refusing<String> first = new Refusing<>(leaf);
    Probe<String> second = new Probe<>();
    once.suspend(first);
    once.suspend(second);
    assertTrue(once.tryResumeAll("v"));
    assertEquals(1, first.asked());
    assertEquals(List.of("v"), second.seen());
  }
}
