// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read from top to bottom, each scenario shows what a queue of waiters looks like. */
@DisplayName("Cqs and OneShot, drawn")
class QueueWalkThroughTest {
  private CqsFixture f;

  private void use(Resumption resumption, Cancellation cancellation) {
    f = new CqsFixture(resumption, cancellation, 1);
  }

  private void assertDrawn(String expected) {
    assertEquals(expected, f.queue.toString());
    f.queue.validate();
  }

  @Test
  @DisplayName("waiters come, are resumed and cancelled")
  @Tag("BC-1")
  @Tag("BC-7")
  void simple() {
    use(Resumption.ASYNC, Cancellation.SIMPLE);
    List<Probe<String>> waiters = f.suspend(3);
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=2):
          WAITER <- resume
          WAITER
        Segment 1 (prev=0, pointers=1, live=2):
          WAITER
          EMPTY <- suspend
        End
        """);
    f.queue.resume("v");
    waiters.get(1).cancel();
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=1):
          RESUMED
          CANCELLED <- resume
        Segment 1 (prev=0, pointers=1, live=2):
          WAITER
          EMPTY <- suspend
        End
        """);
    f.queue.resumeAll("w");
    assertDrawn(
        """
        Segment 1 (prev=none, pointers=2, live=2):
          RESUMED
          EMPTY <- suspend <- resume
        End
        """);
  }

  @Test
  @DisplayName("values come first, are taken, and nothing is left of null to take")
  @Tag("CQS-5")
  void valueFirst() {
    use(Resumption.ASYNC, Cancellation.SIMPLE);
    f.queue.resume("v");
    f.queue.resume(null);
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          VALUE <- suspend
          RESUMED
        End
        """);
    f.suspend("w");
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          TAKEN
          RESUMED <- suspend
        End
        """);
  }

  @Test
  @DisplayName("a synchronous resumer breaks the cell where nobody came")
  @Tag("CQS-6")
  void broken() {
    use(Resumption.SYNC, Cancellation.SMART);
    f.queue.resume("v");
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          BROKEN <- suspend
          EMPTY <- resume
        End
        """);
  }

  @Test
  @DisplayName("a cancellation under way is decided by its owner, and may be refused")
  @Tag("CQS-12")
  @Tag("CQS-17")
  void smart() {
    use(Resumption.ASYNC, Cancellation.SMART);
    List<Probe<String>> waiters = f.suspend(2);
    String[] inside = new String[1];
    f.onCancellation =
        () -> {
          inside[0] = f.queue.toString();
          return false;
        };
    waiters.get(0).cancel();
    assertEquals(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          CANCELLING <- resume
          WAITER
        End
        """,
        inside[0]);
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=2, live=2):
          REFUSED <- resume
          WAITER
        End
        """);
  }

  @Test
  @DisplayName("a one-shot holds its first waiter itself and makes a queue for the second")
  @Tag("PR-11")
  void oneShot() {
    OneShot<String> once = OneShotTest.ofOrder(1, 0);
    assertEquals("empty", once.dump());
    Probe<String> first = new Probe<>();
    once.suspend(first);
    assertEquals("one waiter", once.dump());
    first.cancel();
    assertEquals("empty", once.dump());
    Probe<String> second = new Probe<>();
    Probe<String> third = new Probe<>();
    Probe<String> fourth = new Probe<>();
    once.suspend(second);
    once.suspend(third);
    assertEquals(
        """
        queue
        Segment 0 (prev=none, pointers=2, live=2):
          WAITER
          WAITER
        End
        """,
        once.dump());
    once.suspend(fourth);
    third.cancel();
    assertEquals(
        """
        queue
        Segment 0 (prev=none, pointers=1, live=1):
          WAITER
          CANCELLED
        Segment 1 (prev=0, pointers=1, live=2):
          WAITER
          EMPTY <- suspend
        End
        """,
        once.dump());
    second.cancel();
    // The first segment is the queue itself: it stays.
    assertEquals(
        """
        queue
        Segment 0 (prev=none, pointers=1, live=0):
          CANCELLED
          CANCELLED
        Segment 1 (prev=0, pointers=1, live=2):
          WAITER
          EMPTY <- suspend
        End
        """,
        once.dump());
    once.validate();
    once.tryResumeAll("secret");
    assertEquals("resumed", once.dump());
  }

  @Test
  @DisplayName("a one-shot removes a segment between its first and its last")
  @Tag("ARR-17")
  void oneShotRemoval() {
    OneShot<String> once = OneShotTest.ofOrder(0, 0);
    once.suspend(new Probe<>());
    Probe<String> between = new Probe<>();
    once.suspend(between);
    once.suspend(new Probe<>());
    between.cancel();
    assertEquals(
        """
        queue
        Segment 0 (prev=none, pointers=1, live=1):
          WAITER
        Segment 2 (prev=0, pointers=1, live=1):
          WAITER
        End
        """,
        once.dump());
    once.validate();
  }
}
