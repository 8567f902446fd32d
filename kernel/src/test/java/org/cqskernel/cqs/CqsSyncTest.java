// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.testing.Acting;
import org.cqskernel.testing.Probe;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Cqs, synchronous resumption")
class CqsSyncTest {
  @ParameterizedTest
  @EnumSource(Cancellation.class)
  @DisplayName("a resumer that finds nobody takes its value back, and the suspender fails too")
  @Tag("CQS-4")
  @Tag("CQS-6")
  @Tag("CQS-7")
  void broken(Cancellation cancellation) {
    for (int order : new int[] {0, 1, 2, 5}) {
      CqsFixture f = new CqsFixture(Resumption.SYNC, cancellation, order);
      Probe<String> waiter = new Probe<>("w ", f.log);
      for (int i = 0; i < 40; i++) {
        assertFalse(f.queue.resume(i % 2 == 0 ? null : "lost"));
        assertEquals(Suspended.BROKEN, f.queue.suspend(waiter));
      }
      assertTrue(waiter.isIdle());
      assertEquals(Suspended.WAITING, f.queue.suspend(waiter));
      assertTrue(f.queue.resume("v"));
      assertEquals(List.of("w v"), f.log);
      f.queue.validate();
    }
  }

  @Test
  @DisplayName("a waiter whose cell was broken is as new: not registered, nothing to cancel")
  @Tag("CQS-4")
  void brokenWaiterIsFresh() {
    CqsFixture f = new CqsFixture(Resumption.SYNC, Cancellation.SMART, 1);
    Probe<String> waiter = new Probe<>("w ", f.log);
    f.queue.resume("lost");
    f.queue.suspend(waiter);
    assertThrows(IllegalStateException.class, waiter::cancel);
    assertTrue(new Cell<String>().suspend(waiter));
  }

  @Test
  @DisplayName("with simple cancellation a resume that meets a cancelled waiter fails")
  @Tag("CQS-10")
  void simple() {
    CqsFixture f = new CqsFixture(Resumption.SYNC, Cancellation.SIMPLE, 0);
    List<Probe<String>> waiters = f.suspend(3);
    waiters.get(1).cancel();
    assertTrue(f.queue.resume("a"));
    assertFalse(f.queue.resume("b"));
    assertTrue(f.queue.resume("c"));
    assertEquals(List.of("w0 a", "w2 c"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("with smart cancellation a resume goes on to the next waiter")
  @Tag("CQS-11")
  void smart() {
    CqsFixture f = new CqsFixture(Resumption.SYNC, Cancellation.SMART, 1);
    List<Probe<String>> waiters = f.suspend(9);
    for (int i = 1; i < 8; i++) {
      assertTrue(waiters.get(i).cancel());
    }
    assertTrue(f.queue.resume("a"));
    assertTrue(f.queue.resume("b"));
    assertEquals(List.of("w0 a", "w8 b"), f.log);
    f.queue.validate();
  }

  @Test
  @DisplayName("a refused value goes to the owner once, and the resume counts as successful")
  @Tag("CQS-14")
  void refused() {
    CqsFixture f = new CqsFixture(Resumption.SYNC, Cancellation.SMART, 1);
    f.onCancellation = () -> false;
    Probe<String> waiter = f.suspend("w");
    assertTrue(waiter.cancel());
    assertTrue(f.queue.resume("v"));
    assertEquals(List.of("refused v"), f.log);
    assertThrows(AlreadyCancelledException.class, waiter::cancel);
    f.queue.validate();
  }

  @Test
  @DisplayName("a resume that meets a cancellation under way waits for its decision")
  @Tag("CQS-16")
  void waitsForCanceller() throws Exception {
    for (boolean allowed : new boolean[] {true, false}) {
      CqsFixture f = new CqsFixture(Resumption.SYNC, Cancellation.SMART, 1);
      Probe<String> first = f.suspend("first");
      f.suspend("second");
      Threads.Task<?>[] resumer = new Threads.Task<?>[1];
      f.onCancellation =
          () -> {
            resumer[0] = Threads.call(() -> f.queue.resume("v"));
            Threads.pause(20);
            assertTrue(resumer[0].isRunning());
            assertEquals(List.of(), f.log);
            return allowed;
          };
      assertTrue(first.cancel());
      assertEquals(true, resumer[0].join());
      assertEquals(List.of(allowed ? "second v" : "refused v"), f.log);
      f.queue.validate();
    }
  }

  @Test
  @DisplayName("what is resumed is what resumers believe to have resumed, with racing suspenders")
  @Tag("CQS-6")
  @Tag("CQS-7")
  @Tag("CQS-18")
  void rendezvous() throws Exception {
    for (int looks : new int[] {0, 1, 128}) {
      Cqs<Integer> queue =
          new Cqs<>(Resumption.SYNC, Cancellation.SIMPLE, new Policy<Integer>() {}, 1, 0, looks);
      int rounds = 20_000;
      AtomicInteger got = new AtomicInteger();
      Threads.Task<int[]> suspender =
          Threads.call(
              () -> {
                int broken = 0;
                int notBroken = 0;
                for (int i = 0; i < rounds; i++) {
                  Suspended end = queue.suspend(new Acting<>(got::addAndGet));
                  if (end == Suspended.BROKEN) {
                    broken++;
                  } else {
                    notBroken++;
                  }
                }
                return new int[] {broken, notBroken};
              });
      int given = 0;
      int refused = 0;
      for (int i = 0; i < rounds; i++) {
        if (queue.resume(1_000)) {
          given++;
        } else {
          refused++;
        }
      }
      int[] ends = suspender.join();
      assertEquals(refused, ends[0]);
      assertEquals(given, ends[1]);
      assertEquals(given * 1_000, got.get());
      queue.validate();
    }
  }
}
