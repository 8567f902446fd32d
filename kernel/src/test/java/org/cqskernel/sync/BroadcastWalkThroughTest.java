// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Probe;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read from top to bottom, each scenario shows what a broadcast looks like. */
@DisplayName("Broadcast, drawn")
class BroadcastWalkThroughTest {
  private final Broadcast broadcast = new Broadcast(1);
  private final List<String> log = Probe.log();

  private Suspension suspend(String name) {
    return broadcast.suspend(() -> log.add(name));
  }

  private void assertDrawn(String expected) {
    assertEquals(expected, broadcast.toString());
    broadcast.validate();
  }

  @Test
  @DisplayName("before the first waiter there is nothing, then a short first segment")
  @Tag("BC-11")
  void lazy() {
    Broadcast fresh = new Broadcast();
    assertEquals("no waiter yet\n", fresh.toString());
    fresh.resumeAll();
    assertEquals("no waiter yet\n", fresh.toString());
    fresh.suspend(() -> {});
    assertEquals(
        """
        Segment 0 (prev=none, pointers=2, live=4):
          WAITER <- resume
          EMPTY <- suspend
          EMPTY
          EMPTY
        End
        """,
        fresh.toString());
  }

  @Test
  @DisplayName("waiters register, one cancels, the others are resumed")
  @Tag("BC-1")
  @Tag("BC-7")
  @Tag("BC-8")
  void oneCancels() {
    suspend("a");
    Suspension b = suspend("b");
    suspend("c");
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
    b.cancel();
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=1):
          WAITER <- resume
          CANCELLED
        Segment 1 (prev=0, pointers=1, live=2):
          WAITER
          EMPTY <- suspend
        End
        """);
    broadcast.resumeAll();
    assertEquals(List.of("a", "c"), log);
    assertDrawn(
        """
        Segment 1 (prev=none, pointers=2, live=2):
          RESUMED
          EMPTY <- suspend <- resume
        End
        """);
  }

  @Test
  @DisplayName("everybody cancels: the segments in between are gone")
  @Tag("ARR-17")
  @Tag("ARR-19")
  void allCancel() {
    List<Suspension> handles = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      handles.add(suspend("w" + i));
    }
    handles.forEach(Suspension::cancel);
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=0):
          CANCELLED <- resume
          CANCELLED
        Segment 4 (prev=0, pointers=1, live=1):
          CANCELLED
          EMPTY <- suspend
        End
        """);
    broadcast.resumeAll();
    assertEquals(List.of(), log);
    assertDrawn(
        """
        Segment 4 (prev=none, pointers=2, live=1):
          CANCELLED
          EMPTY <- suspend <- resume
        End
        """);
  }

  @Test
  @DisplayName("one survivor in the middle keeps its segment and no other")
  @Tag("ARR-16")
  void survivor() {
    List<Suspension> handles = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      handles.add(suspend("w" + i));
    }
    for (int i = 0; i < 9; i++) {
      if (i != 5) {
        handles.get(i).cancel();
      }
    }
    assertDrawn(
        """
        Segment 0 (prev=none, pointers=1, live=0):
          CANCELLED <- resume
          CANCELLED
        Segment 2 (prev=0, pointers=0, live=1):
          CANCELLED
          WAITER
        Segment 4 (prev=2, pointers=1, live=1):
          CANCELLED
          EMPTY <- suspend
        End
        """);
    broadcast.resumeAll();
    assertEquals(List.of("w5"), log);
  }
}
