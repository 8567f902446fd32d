// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cqskernel.cqs.Suspension;
import org.cqskernel.testing.Heap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A handle that a user keeps when it is over, in a field for example. */
@DisplayName("A handle kept by its user")
@Tag("ARR-19")
class KeptHandleTest {
  private static final int ROUNDS = 100_000;
  private static final int FEW = 4;

  /** Cells of a queue's first segment, which is never removed. */
  private static final int FIRST_SEGMENT = 4;

  private static void churn(Broadcast broadcast) {
    for (int i = 0; i < ROUNDS; i++) {
      broadcast.suspend(() -> {}).cancel();
    }
    for (int i = 0; i < ROUNDS; i++) {
      broadcast.suspend(() -> {});
      broadcast.resumeAll();
    }
  }

  @Test
  @DisplayName("keeps a constant number of segments if it is cancelled")
  void cancelled() {
    Broadcast broadcast = new Broadcast();
    Suspension handle = broadcast.suspend(() -> {});
    assertTrue(handle.cancel());
    churn(broadcast);
    int segments = Heap.segments(handle);
    assertTrue(segments <= FEW, "segments " + segments);
  }

  @Test
  @DisplayName("keeps a constant number of segments if it has been resumed")
  void resumed() {
    Broadcast broadcast = new Broadcast();
    Suspension handle = broadcast.suspend(() -> {});
    broadcast.resumeAll();
    churn(broadcast);
    int segments = Heap.segments(handle);
    assertTrue(segments <= FEW, "segments " + segments);
  }

  @Test
  @DisplayName("keeps a constant number of segments while it waits")
  void waiting() {
    Broadcast broadcast = new Broadcast();
    Suspension handle = broadcast.suspend(() -> {});
    for (int i = 0; i < ROUNDS; i++) {
      broadcast.suspend(() -> {}).cancel();
    }
    int segments = Heap.segments(handle);
    assertTrue(segments <= FEW, "segments " + segments);
  }

  @Test
  @DisplayName("keeps a constant number of segments if it is a promise's and is cancelled")
  void cancelledOfPromise() {
    Promise<Object> promise = Promise.create().promise();
    for (int i = 0; i < FIRST_SEGMENT; i++) {
      promise.onResolve((value, cause) -> {});
    }
    Suspension handle = promise.onResolve((value, cause) -> {});
    assertTrue(handle.cancel());
    for (int i = 0; i < ROUNDS; i++) {
      promise.onResolve((value, cause) -> {}).cancel();
    }
    int segments = Heap.segments(handle);
    assertTrue(segments <= FEW, "segments " + segments);
  }
}
