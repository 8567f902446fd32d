// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("Faults while a cancellation is decided")
class CancellationFaultTest {
  private final CqsFixture f = new CqsFixture(Resumption.ASYNC, Cancellation.SMART, 1);

  @Test
  @DisplayName("what the decision throws reaches the canceller, even if the next waiter throws too")
  @Tag("CQS-12")
  @Tag("RALL-7")
  void bothThrow() {
    IllegalStateException decision = new IllegalStateException("decision");
    IllegalStateException waiter = new IllegalStateException("waiter");
    Probe<String> first = f.suspend("first");
    f.queue.suspend(
        Acting.run(
            () -> {
              throw waiter;
            }));
    f.onCancellation =
        () -> {
          f.queue.resume("v");
          throw decision;
        };
    Throwable got = assertThrows(IllegalStateException.class, first::cancel);
    List<Throwable> all = new ArrayList<>(Arrays.asList(got.getSuppressed()));
    all.add(got);
    assertTrue(all.contains(decision) && all.contains(waiter), "only " + all);
    assertSame(decision, got);
  }

  @Test
  @DisplayName("a second cancel is not told that a resumption comes when a value was delegated")
  @Tag("BC-6")
  @Tag("CQS-15")
  void cancelTwiceAfterDelegation() {
    Probe<String> waiter = f.suspend("w");
    f.onCancellation =
        () -> {
          f.queue.resume("v");
          assertThrows(AlreadyCancelledException.class, waiter::cancel);
          return true;
        };
    assertTrue(waiter.cancel());
    assertTrue(waiter.isIdle());
  }

  @Test
  @DisplayName("a cancel during its own registration does not take a value for a cancellation")
  @Tag("BC-5")
  @Tag("BC-6")
  void valueWasThereFirst() {
    Waiter<String> waiter = new Probe<>("w ", f.log);
    Segment segment = new Segment(0, f.queue, null, 2, 2);
    Cell.fill(segment.cells, 0, "v");
    waiter.attach(f.queue);
    waiter.place(segment, 0);
    assertFalse(waiter.cancel());
  }
}
