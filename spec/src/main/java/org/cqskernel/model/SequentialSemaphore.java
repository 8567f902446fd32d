// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A number of permits and a queue. */
public final class SequentialSemaphore<W> {
  private final int capacity;
  private int free;
  private final Deque<W> waiting = new ArrayDeque<>();
  private final Set<W> given = new HashSet<>();

  /** All permits free. */
  public SequentialSemaphore(int permits) {
    capacity = permits;
    free = permits;
  }

  /** Acquires a permit. False if none is free, and then it waits. */
  public boolean acquire(W waiter) {
    if (given.contains(waiter) || waiting.contains(waiter)) {
      throw new IllegalStateException("acquired twice: " + waiter);
    }
    if (tryAcquire()) {
      return given.add(waiter);
    }
    waiting.add(waiter);
    return false;
  }

  /** Acquires a permit if one is free. */
  public boolean tryAcquire() {
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  /**
   * Gives a permit back, to the first who waits if there is one.
   *
   * @throws IllegalStateException if all permits are free
   */
  public void release() {
    if (free == capacity) {
      throw new IllegalStateException("released more often than acquired");
    }
    if (waiting.isEmpty()) {
      free++;
    } else {
      given.add(waiting.remove());
    }
  }

  /** Withdraws a waiter. False if it does not wait. */
  public boolean cancel(W waiter) {
    return waiting.remove(waiter);
  }

  public int availablePermits() {
    return free;
  }

  /** Whether the waiter has been given a permit. */
  public boolean given(W waiter) {
    return given.contains(waiter);
  }

  /** Those who wait, in order. */
  public List<W> waiting() {
    return List.copyOf(waiting);
  }
}
