// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.AlreadyCancelledException;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A broadcast resumes those who wait when it is called")
class BroadcastTest {
  private final List<String> log = Probe.log();

  private Suspension suspend(Broadcast at, String name) {
    return at.suspend(() -> log.add(name));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  @DisplayName("all who wait are called once, in order, and cancelled ones are not")
  @Tag("BC-4")
  @Tag("BC-11")
  @Tag("RALL-3")
  void inOrder(int order) {
    Broadcast broadcast = new Broadcast(order);
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      List<Suspension> handles = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        handles.add(suspend(broadcast, round + ":" + i));
      }
      for (int i = 0; i < 50; i++) {
        if (i % 5 == round || (i > 10 && i < 40)) {
          assertTrue(handles.get(i).cancel());
        } else {
          expected.add(round + ":" + i);
        }
      }
      broadcast.validate();
      broadcast.resumeAll();
      assertEquals(expected, log);
      broadcast.validate();
    }
  }

  @Test
  @DisplayName("a broadcast that finds nobody leaves nothing behind")
  @Tag("RALL-6")
  @Tag("COND-13")
  void nobody() {
    Broadcast broadcast = new Broadcast();
    broadcast.validate();
    broadcast.resumeAll();
    suspend(broadcast, "w");
    assertEquals(List.of(), log);
    broadcast.resumeAll();
    broadcast.resumeAll();
    suspend(broadcast, "x");
    assertEquals(List.of("w"), log);
  }

  @Test
  @DisplayName("cancel is false once resumed, and throws once cancelled")
  @Tag("BC-2")
  @Tag("BC-5")
  @Tag("BC-6")
  void cancel() {
    Broadcast broadcast = new Broadcast();
    Suspension resumed = suspend(broadcast, "w");
    Suspension cancelled = suspend(broadcast, "x");
    assertTrue(cancelled.cancel());
    assertThrows(AlreadyCancelledException.class, cancelled::cancel);
    broadcast.resumeAll();
    assertFalse(resumed.cancel());
    assertFalse(resumed.cancel());
    assertThrows(AlreadyCancelledException.class, cancelled::cancel);
    assertEquals(List.of("w"), log);
  }

  @Test
  @DisplayName("a waiter of the caller's own is its own handle and serves once")
  @Tag("MEM-7")
  void ownWaiter() {
    Broadcast broadcast = new Broadcast();
    Probe<Void> waiter = new Probe<>();
    assertTrue(broadcast.suspend(waiter));
    assertThrows(IllegalStateException.class, () -> broadcast.suspend(waiter));
    broadcast.resumeAll();
    assertThrows(IllegalStateException.class, () -> broadcast.suspend(waiter));
    assertEquals(List.of("null"), waiter.seen());
    broadcast.validate();
  }

  @Test
  @DisplayName("null callbacks and waiters are refused, and nothing is registered")
  void nulls() {
    Broadcast broadcast = new Broadcast();
    assertThrows(NullPointerException.class, () -> broadcast.suspend((Runnable) null));
    assertThrows(NullPointerException.class, () -> broadcast.suspend((Probe<Void>) null));
    assertEquals("no waiter yet\n", broadcast.toString());
  }

  @Test
  @DisplayName("a callback that registers itself again waits for the next broadcast")
  @Tag("RALL-8")
  void registersAgain() {
    Broadcast broadcast = new Broadcast(0);
    Runnable[] again = new Runnable[1];
    again[0] =
        () -> {
          log.add("called");
          broadcast.suspend(again[0]);
        };
    broadcast.suspend(again[0]);
    for (int i = 1; i <= 5; i++) {
      broadcast.resumeAll();
      assertEquals(i, log.size());
    }
    broadcast.validate();
  }

  @Test
  @DisplayName("a callback cancels a later waiter of its sweep and not an earlier one")
  @Tag("RALL-8")
  @Tag("BC-2")
  void cancelsOther() {
    Broadcast broadcast = new Broadcast(1);
    List<Suspension> handles = new ArrayList<>();
    handles.add(suspend(broadcast, "first"));
    handles.add(broadcast.suspend(() -> handles.forEach(handle -> log.add("" + handle.cancel()))));
    handles.add(suspend(broadcast, "third"));
    handles.add(suspend(broadcast, "fourth"));
    broadcast.resumeAll();
    assertEquals(List.of("first", "false", "false", "true", "true"), log);
    broadcast.validate();
  }

  @Test
  @DisplayName("a broadcast inside a callback calls those who came meanwhile, at once")
  @Tag("RALL-5")
  @Tag("RALL-8")
  void nestedBroadcast() {
    Broadcast broadcast = new Broadcast(0);
    broadcast.suspend(
        () -> {
          suspend(broadcast, "inner");
          broadcast.resumeAll();
          log.add("outer");
        });
    suspend(broadcast, "last");
    broadcast.resumeAll();
    assertEquals(List.of("inner", "outer", "last"), log);
  }

  @Test
  @DisplayName("one broadcast may return while another still owes a call, and cancel then wins")
  @Tag("RALL-5")
  void earlyReturn() throws Exception {
    Broadcast broadcast = new Broadcast();
    Suspension[] last = new Suspension[1];
    broadcast.suspend(
        () -> {
          // The first broadcaster has claimed both; another one finds nothing to do.
          try {
            Threads.start(broadcast::resumeAll).join();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          log.add("" + last[0].cancel());
        });
    last[0] = suspend(broadcast, "last");
    broadcast.resumeAll();
    assertEquals(List.of("true"), log);
  }

  @Test
  @DisplayName("what was written before registering and before a broadcast is seen when called")
  @Tag("MEM-2")
  @Tag("MEM-3")
  void published() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      Broadcast broadcast = new Broadcast();
      int[] plain = new int[2];
      int[] seen = new int[2];
      Threads.Task<Void> other = null;
      plain[0] = 1;
      broadcast.suspend(
          Acting.run(
              () -> {
                seen[0] = plain[0];
                seen[1] = plain[1];
              }));
      if (i % 100 == 0) {
        other =
            Threads.start(
                () -> {
                  plain[1] = 2;
                  broadcast.resumeAll();
                });
        other.join();
      } else {
        plain[1] = 2;
        broadcast.resumeAll();
      }
      assertEquals(1, seen[0]);
      assertEquals(2, seen[1]);
    }
  }
}
