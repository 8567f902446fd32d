// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A queue of waiters who are resumed with values, in each of the four modes. Whoever resumes an
 * empty queue leaves the value (asynchronous), or leaves a broken place (synchronous). Whoever
 * meets a cancelled waiter fails (simple), or goes on to the next (smart; every cancellation is
 * allowed).
 */
public final class SequentialCqs<W, V> {
  private final boolean synchronous;
  private final boolean smart;
  private final Deque<W> places = new ArrayDeque<>();
  private final Set<W> cancelled = new HashSet<>();
  private final Map<W, V> given = new HashMap<>();

  /**
   * Values that lie before their suspenders; in synchronous mode each stands for a broken place.
   */
  private final Deque<V> left = new ArrayDeque<>();

  public SequentialCqs(boolean synchronous, boolean smart) {
    this.synchronous = synchronous;
    this.smart = smart;
  }

  /** Waits, or takes the value that lies there. False if the place is broken. */
  public boolean suspend(W waiter) {
    if (given.containsKey(waiter) || places.contains(waiter)) {
      throw new IllegalStateException("suspended twice: " + waiter);
    }
    if (left.isEmpty()) {
      places.add(waiter);
      return true;
    }
    V value = left.remove();
    if (synchronous) {
      return false;
    }
    given.put(waiter, value);
    return true;
  }

  /** Resumes the next waiter. False if the caller keeps the value. */
  public boolean resume(V value) {
    while (!places.isEmpty()) {
      W waiter = places.remove();
      if (!cancelled.contains(waiter)) {
        given.put(waiter, value);
        return true;
      }
      if (!smart) {
        return false;
      }
    }
    left.add(value);
    return !synchronous;
  }

  /** Resumes all who wait, with the same value. */
  public void resumeAll(V value) {
    for (W waiter : places) {
      if (!cancelled.contains(waiter)) {
        given.put(waiter, value);
      }
    }
    places.clear();
  }

  /**
   * Withdraws a waiter. False if it has been resumed.
   *
   * @throws IllegalStateException if it was cancelled before
   */
  public boolean cancel(W waiter) {
    if (cancelled.contains(waiter)) {
      throw new IllegalStateException("cancelled twice: " + waiter);
    }
    return places.contains(waiter) && cancelled.add(waiter);
  }

  /** What a waiter was resumed with, or null. */
  public V given(W waiter) {
    return given.get(waiter);
  }

  /** Those who wait, in order. */
  public List<W> waiting() {
    List<W> waiting = new ArrayList<>(places);
    waiting.removeAll(cancelled);
    return waiting;
  }
}
