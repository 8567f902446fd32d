// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Waiter;

/** A mutex, and who stands in line for it. */
final class MutexLine {
  private static final int ORDER = 2;
  final Mutex mutex = new Mutex(Resumption.ASYNC, ORDER);
  private final Map<Thread, Object> names;
  private final Object permits = Peek.at(mutex, "permit");
  private final Object[] cells;

  /** The waiter that each cell has had. */
  private final Waiter<?>[] seen;

  /**
   * @param names of the threads that lock it
   */
  MutexLine(Map<Thread, Object> names) {
    this.names = names;
    Object suspend = Peek.at(Peek.at(Peek.at(permits, "queue"), "cells"), "suspend");
    cells = (Object[]) Peek.at(Peek.at(suspend, "segment"), "cells");
    seen = new Waiter<?>[cells.length];
  }

  /** Puts the number and the line. */
  void observe(Map<String, Object> o) {
    List<Object> line = new ArrayList<>();
    for (int slot = 0; slot < cells.length; slot++) {
      if (cells[slot] instanceof Waiter<?> w) {
        seen[slot] = w;
        line.add(names.get(threadOf(w)));
      }
    }
    o.put("count", 1 - (int) Peek.at(permits, "state"));
    o.put("line", line);
  }

  static Object threadOf(Waiter<?> waiter) {
    return Peek.at(
        waiter instanceof ThreadWaiter<?> ? waiter : Peek.at(waiter, "this$0"), "thread");
  }

  /** How far the turn of a claimed waiter has come; null if that is not seen in a cell. */
  String turnOf(Waiter<?> waiter) {
    for (int slot = 0; slot < cells.length; slot++) {
      Waiter<?> w = seen[slot];
      if (w != null && !(w instanceof ThreadWaiter<?>) && Peek.at(w, "this$0") == waiter) {
        return cells[slot] == w ? "called" : "granted";
      }
    }
    return null;
  }
}
