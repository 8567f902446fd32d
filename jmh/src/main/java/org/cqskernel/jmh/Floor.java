// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The fewest atomics that waiting and being woken can be done with: one fetch-and-add and one
 * compare-and-set per registration into an array that is large enough, one read, one
 * compare-and-set and one call per wake-up. It has no handle, cannot grow, and bounds no stack.
 */
final class Floor {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final Object DONE = new Object();
  private static final int SPARE = 64;

  private final Object[] cells;
  private final int spare;
  private final AtomicLong suspend = new AtomicLong();
  private final AtomicLong resume = new AtomicLong();

  Floor(int waiters) {
    cells = new Object[waiters];
    spare = waiters;
  }

  private Floor(int waiters, int spare) {
    cells = new Object[waiters + spare];
    this.spare = waiters;
  }

  /** With cells beside, that are used again and again, for those who do not stay. */
  static Floor withSpareCells(int waiters) {
    return new Floor(waiters, SPARE);
  }

  void register(Runnable callback) {
    CELL.compareAndSet(cells, (int) suspend.getAndIncrement(), null, callback);
  }

  /** One fetch-and-add, one compare-and-set in, one out. */
  boolean registerAndCancel(Runnable callback) {
    int i = spare + ((int) suspend.getAndIncrement() & (SPARE - 1));
    return CELL.compareAndSet(cells, i, null, callback)
        && CELL.compareAndSet(cells, i, callback, null);
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
