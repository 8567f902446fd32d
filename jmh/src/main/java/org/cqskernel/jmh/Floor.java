// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The fewest atomics that waiting and being woken can be done with: one fetch-and-add and one
 * compare-and-set per registration into an array that is large enough, one read, one
 * compare-and-set and one call per wake-up. It has no cancellation, cannot grow, and bounds no
 * stack.
 */
final class Floor {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final Object DONE = new Object();

  private final Object[] cells;
  private final AtomicLong suspend = new AtomicLong();
  private final AtomicLong resume = new AtomicLong();

  Floor(int waiters) {
    cells = new Object[waiters];
  }

  void register(Runnable callback) {
    CELL.compareAndSet(cells, (int) suspend.getAndIncrement(), null, callback);
  }

  void resumeAll() {
    int stop = (int) suspend.get();
    resume.compareAndSet(0, stop);
    for (int i = 0; i < stop; i++) {
      Object callback = CELL.getVolatile(cells, i);
      CELL.compareAndSet(cells, i, callback, DONE);
      ((Runnable) callback).run();
    }
  }
}
