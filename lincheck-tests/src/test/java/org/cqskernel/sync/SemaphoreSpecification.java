// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayDeque;
import java.util.Deque;

/** A semaphore of one permit, sequentially: a number and a queue. */
public class SemaphoreSpecification {
  private boolean free = true;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final boolean[] used = new boolean[3];

  /** Acquires for a waiter: "acquired", "waiting", or "used" if the waiter is not fresh. */
  public String acquire(int slot) {
    if (used[slot]) {
      return "used";
    }
    used[slot] = true;
    if (free) {
      free = false;
      return "acquired";
    }
    waiting.add(slot);
    return "waiting";
  }

  /** Acquires a free permit. */
  public boolean tryAcquire() {
    boolean acquired = free;
    free = false;
    return acquired;
  }

  /** Gives back the permit, whoever has it; false if nobody has. */
  public boolean release() {
    if (free) {
      return false;
    }
    free = waiting.poll() == null;
    return true;
  }

  /** Cancels a waiter; false if it does not wait. */
  public boolean cancel(int slot) {
    return waiting.remove(slot);
  }
}
