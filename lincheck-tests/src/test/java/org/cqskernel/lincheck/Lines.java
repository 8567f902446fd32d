// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Whose waiter a cancel is about, for the kernel and for its specification alike: each of two
 * threads cancels the last of its own waiters, and those from before the race are shared out.
 * Therefore registrations and cancels of different threads are free to overlap, and no handle is
 * used by two threads.
 *
 * @param <W> the waiters
 */
public final class Lines<W> {
  private final List<Deque<W>> lines =
      List.of(new ArrayDeque<>(), new ArrayDeque<>(), new ArrayDeque<>());
  private int before;

  /**
   * Adds a waiter.
   *
   * @param thread 0 before the race, 1 or 2 in it, more behind it
   */
  public void add(int thread, W waiter) {
    int line = thread == 0 ? 1 + before++ % 2 : thread;
    lines.get(line > 2 ? 0 : line).add(waiter);
  }

  /** Cancels a waiter of the thread, each once: "cancelled", "late", or "nobody". */
  public String cancel(int thread, Predicate<? super W> cancel) {
    if (thread == 1 || thread == 2) {
      return cancelLast(lines.get(thread), cancel);
    }
    for (Deque<W> line : lines) {
      if (!line.isEmpty()) {
        return cancelLast(line, cancel);
      }
    }
    return "nobody";
  }

  private static <W> String cancelLast(Deque<W> line, Predicate<? super W> cancel) {
    W waiter = line.pollLast();
    return waiter == null ? "nobody" : cancel.test(waiter) ? "cancelled" : "late";
  }
}
