// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("OneShot: an outcome, once, for everybody")
class OneShotTest {
  private final OneShot<String> once = new OneShot<>();
  private final List<String> log = Probe.log();

  static <T> OneShot<T> ofOrder(int order, long firstIndex) {
    return new OneShot<>() {
      @Override
      protected int segmentOrder() {
        return order;
      }

      @Override
      long firstIndex() {
        return firstIndex;
      }
    };
  }

  private Probe<String> suspend(OneShot<String> at, String name) {
    Probe<String> waiter = new Probe<>(name + " ", log);
    at.suspend(waiter);
    return waiter;
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,1", "0,2", "1,3", "2,5", "2,6", "5,4", "5,70"})
  @DisplayName("all who wait are resumed in order, cancelled ones excepted")
  @Tag("PR-10")
  @Tag("RALL-3")
  @Tag("BC-4")
  void inOrder(int order, int count) {
    OneShot<String> at = ofOrder(order, -1);
    List<Probe<String>> waiters = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(suspend(at, "w" + i));
    }
    for (int i = 0; i < count; i++) {
      if (i % 3 == 1) {
        assertTrue(waiters.get(i).cancel());
      } else {
        expected.add("w" + i + " v");
      }
    }
    at.validate();
    assertTrue(at.tryResumeAll("v"));
    assertEquals(expected, log);
    at.validate();
  }

  @Test
  @DisplayName("the outcome is set once and never changes")
  @Tag("PR-1")
  @Tag("PR-2")
  void once() {
    assertFalse(once.isResumed());
    assertEquals("absent", once.outcome("absent"));
    assertTrue(once.tryResumeAll("v"));
    assertFalse(once.tryResumeAll("w"));
    assertTrue(once.isResumed());
    assertEquals("v", once.outcome("absent"));
  }

  @Test
  @DisplayName("null is an outcome")
  @Tag("PR-2")
  void nullOutcome() {
    suspend(once, "w");
    assertTrue(once.tryResumeAll(null));
    assertTrue(once.isResumed());
    assertNull(once.outcome("absent"));
    assertFalse(once.tryResumeAll(null));
    suspend(once, "late");
    assertEquals(List.of("w null", "late null"), log);
    OneShot<String> born = new OneShot<>(null) {};
    assertTrue(born.isResumed());
    assertNull(born.outcome("absent"));
  }

  @Test
  @DisplayName("who comes after the outcome is resumed within suspend")
  @Tag("PR-5")
  @Tag("BC-3")
  void late() {
    once.tryResumeAll("v");
    Probe<String> waiter = new Probe<>();
    assertFalse(once.suspend(waiter));
    assertEquals(List.of("v"), waiter.seen());
    assertFalse(waiter.cancel());
  }

  @Test
  @DisplayName("the outcome is there before anybody is resumed")
  @Tag("PR-3")
  void outcomeFirst() {
    for (int i = 0; i < 6; i++) {
      once.suspend(new Acting<>(v -> log.add(once.isResumed() + once.outcome("absent"))));
    }
    once.tryResumeAll("v");
    assertEquals(List.of("truev", "truev", "truev", "truev", "truev", "truev"), log);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9})
  @DisplayName("a losing or repeated cancel returns false and never throws")
  @Tag("BC-6")
  @Tag("PR-7")
  void cancelTwice(int count) {
    OneShot<String> at = ofOrder(1, -1);
    List<Probe<String>> waiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(suspend(at, "w" + i));
    }
    for (Probe<String> waiter : waiters) {
      assertTrue(waiter.cancel());
      assertFalse(waiter.cancel());
    }
    at.validate();
    Probe<String> last = suspend(at, "last");
    for (Probe<String> waiter : waiters) {
      assertFalse(waiter.cancel());
    }
    at.tryResumeAll("v");
    assertEquals(List.of("last v"), log);
    assertFalse(last.cancel());
    for (Probe<String> waiter : waiters) {
      assertFalse(waiter.cancel());
    }
  }

  @Test
  @DisplayName("a first waiter that was moved into the queue is cancelled there")
  @Tag("BC-2")
  void movedFirst() {
    Probe<String> first = suspend(once, "first");
    suspend(once, "second");
    assertTrue(first.cancel());
    assertFalse(first.cancel());
    once.validate();
    once.tryResumeAll("v");
    assertEquals(List.of("second v"), log);
  }

  @Test
  @DisplayName("a cancelled only waiter leaves it as new")
  @Tag("PR-11")
  void emptyAgain() {
    assertTrue(suspend(once, "gone").cancel());
    assertEquals("empty", once.dump());
    suspend(once, "next");
    once.tryResumeAll("v");
    assertEquals(List.of("next v"), log);
  }

  @Test
  @DisplayName("a waiter serves one registration only")
  @Tag("MEM-7")
  void waiterTwice() {
    Probe<String> waiter = suspend(once, "w");
    assertThrows(IllegalStateException.class, () -> once.suspend(waiter));
    waiter.cancel();
    assertThrows(IllegalStateException.class, () -> once.suspend(waiter));
    assertThrows(NullPointerException.class, () -> once.suspend(null));
    assertEquals("empty", once.dump());
  }

  @Test
  @DisplayName("a callback may suspend, cancel and resume again on the same object")
  @Tag("PR-12")
  @Tag("RALL-8")
  void reentrant() {
    List<Probe<String>> later = new ArrayList<>();
    once.suspend(
        Acting.run(
            () -> {
              suspend(once, "inner");
              log.add("cancelled " + later.get(0).cancel());
              log.add("again " + once.tryResumeAll("w"));
            }));
    later.add(suspend(once, "later"));
    suspend(once, "last");
    assertTrue(once.tryResumeAll("v"));
    assertEquals(List.of("inner v", "cancelled true", "again false", "last v"), log);
  }

  @Test
  @DisplayName("a segment order out of range is refused when the queue is made")
  void badOrder() {
    OneShot<String> at = ofOrder(16, -1);
    suspend(at, "w");
    assertThrows(IllegalArgumentException.class, () -> suspend(at, "x"));
    at.tryResumeAll("v");
    assertEquals(List.of("w v"), log);
  }
}
