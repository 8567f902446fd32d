// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Values that look like states of the machine are handed over as they are")
@Tag("CQS-22")
@Tag("MEM-7")
class CqsValuesTest {
  static Stream<Object> values() {
    return Stream.of(
        new Probe<>(),
        1,
        1_000_000,
        "text",
        CellState.TAKEN,
        CellState.BROKEN,
        CellState.RESUMED,
        CellState.CANCELLING,
        CellState.CANCELLED,
        CellState.REFUSED,
        List.of());
  }

  private final List<Object> got = new ArrayList<>();

  private void assertGot(Object value, int times) {
    assertEquals(times, got.size());
    for (Object one : got) {
      assertSame(value, one);
    }
  }

  private Acting<Object> waiter() {
    return new Acting<>(got::add);
  }

  private Cqs<Object> queue(Resumption resumption, Cancellation cancellation, boolean[] allow) {
    Policy<Object> policy =
        new Policy<>() {
          @Override
          public boolean onCancellation() {
            return allow[0];
          }

          @Override
          public void refused(Object value) {
            got.add(value);
          }

          @Override
          public void undelivered(Object value) {
            got.add(value);
          }
        };
    return new Cqs<>(resumption, cancellation, policy, 1, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("values")
  @DisplayName("by resume before and after suspend, and by resumeAll")
  void handedOver(Object value) {
    Cqs<Object> queue = queue(Resumption.ASYNC, Cancellation.SIMPLE, new boolean[] {true});
    queue.suspend(waiter());
    queue.resume(value);
    queue.resume(value);
    queue.suspend(waiter());
    queue.suspend(waiter());
    queue.resumeAll(value);
    assertGot(value, 3);
  }

  @ParameterizedTest
  @MethodSource("values")
  @DisplayName("by a synchronous resumer, which takes back its own value")
  void takenBack(Object value) {
    Cqs<Object> queue = queue(Resumption.SYNC, Cancellation.SIMPLE, new boolean[] {true});
    assertFalse(queue.resume(value));
    assertEquals(Suspended.BROKEN, queue.suspend(waiter()));
    queue.suspend(waiter());
    assertTrue(queue.resume(value));
    assertGot(value, 1);
  }

  @ParameterizedTest
  @MethodSource("values")
  @DisplayName("by delegation to a canceller, allowed or not")
  void delegated(Object value) {
    for (boolean allowed : new boolean[] {true, false}) {
      got.clear();
      List<Cqs<Object>> self = new ArrayList<>();
      Cqs<Object> queue =
          new Cqs<>(
              Resumption.ASYNC,
              Cancellation.SMART,
              new Policy<Object>() {
                @Override
                public boolean onCancellation() {
                  self.get(0).resume(value);
                  return allowed;
                }

                @Override
                public void refused(Object refused) {
                  got.add(refused);
                }
              },
              1);
      self.add(queue);
      Acting<Object> first = waiter();
      queue.suspend(first);
      queue.suspend(waiter());
      assertTrue(first.cancel());
      assertGot(value, 1);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  @DisplayName("to the owner who gets it back")
  void refused(Object value) {
    Cqs<Object> queue = queue(Resumption.ASYNC, Cancellation.SMART, new boolean[] {false});
    Acting<Object> first = waiter();
    queue.suspend(first);
    first.cancel();
    queue.resume(value);
    assertGot(value, 1);
  }

  @ParameterizedTest
  @MethodSource("values")
  @DisplayName("as the outcome of a one-shot")
  void outcome(Object value) {
    OneShot<Object> once = new OneShot<>();
    once.suspend(waiter());
    once.suspend(waiter());
    assertTrue(once.tryResumeAll(value));
    assertFalse(once.suspend(waiter()));
    assertFalse(once.tryResumeAll("other"));
    assertGot(value, 3);
    assertSame(value, once.outcome("absent"));
    OneShot<Object> born = new OneShot<>(value) {};
    assertTrue(born.isResumed());
    assertSame(value, born.outcome("absent"));
  }
}
