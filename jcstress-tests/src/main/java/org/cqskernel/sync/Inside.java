// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import org.cqskernel.cqs.Cqs;

/** Opens what litmus tests need and the kernel does not export: segment sizes, thread waiters. */
public final class Inside {
  private Inside() {}

  /** A broadcast with segments of {@code 1 << segmentOrder} cells. */
  public static Broadcast broadcast(int segmentOrder) {
    return new Broadcast(segmentOrder);
  }

  /** Suspends a waiter that parks this thread, and returns what it is resumed with. */
  public static <T> T await(Cqs<T> queue) {
    ThreadWaiter<T> waiter = new ThreadWaiter<>();
    queue.suspend(waiter);
    waiter.awaitUninterruptibly(queue);
    return waiter.value();
  }
}
