// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.testing.Threads;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("The example of a queue on Cells")
class ExampleQueueTest {
  private final ExampleQueue queue = new ExampleQueue();
  private final List<String> got = new ArrayList<>();

  @Test
  @DisplayName("values reach receivers in order, whoever comes first")
  @Tag("ARR-1")
  void inOrder() {
    queue.receive(v -> got.add("1:" + v));
    queue.receive(v -> got.add("2:" + v));
    queue.send("a");
    queue.send("b");
    queue.send("c");
    assertNull(queue.receive(v -> got.add("3:" + v)));
    assertEquals(List.of("1:a", "2:b", "3:c"), got);
    queue.validate();
  }

  @Test
  @DisplayName("a receiver that has withdrawn is passed over and gets nothing")
  @Tag("ARR-8")
  @Tag("ITER-2")
  void withdrawn() {
    List<Suspension> handles = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int name = i;
      handles.add(queue.receive(v -> got.add(name + ":" + v)));
    }
    for (int i = 1; i < 9; i++) {
      assertTrue(handles.get(i).cancel());
      assertFalse(handles.get(i).cancel());
    }
    queue.send("a");
    queue.send("b");
    assertEquals(List.of("0:a", "9:b"), got);
    assertFalse(handles.get(0).cancel());
    queue.validate();
  }

  @Test
  @DisplayName("every value reaches one receiver, with many senders and receivers")
  @Tag("ITER-1")
  void concurrent() throws Exception {
    AtomicInteger received = new AtomicInteger();
    Threads.Task<Void> sender =
        Threads.start(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                queue.send("v");
              }
            });
    int withdrawn = 0;
    for (int i = 0; i < 30_000; i++) {
      Suspension handle = queue.receive(v -> received.incrementAndGet());
      if (i % 3 == 0 && handle != null && handle.cancel()) {
        withdrawn++;
      }
    }
    sender.join();
    while (received.get() < 20_000) {
      queue.receive(v -> received.incrementAndGet());
    }
    assertEquals(20_000, received.get(), withdrawn + " withdrawn");
    queue.validate();
  }
}
