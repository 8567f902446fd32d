// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The fewest atomics that a queue can be done with that waiters enter and others resume from, in
 * order and at the same time: a fetch-and-add and a compare-and-set on each side. Nobody waits for
 * anybody: who resumes an empty cell leaves a mark there, and the waiter that finds it runs itself.
 * It is unbounded, in segments so large that making one does not show; it has no handle, cannot
 * cancel, and keeps no segment from being collected but those it needs.
 */
final class FloorQueue {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final Object RESUMED = new Object();
  private static final int ORDER = 10;
  private static final int SIZE = 1 << ORDER;

  private static final class Segment {
    private static final VarHandle NEXT;

    static {
      try {
        NEXT = MethodHandles.lookup().findVarHandle(Segment.class, "next", Segment.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final long id;
    private final Object[] cells = new Object[SIZE];
    private volatile Segment next;

    Segment(long id) {
      this.id = id;
    }

    Segment following() {
      Segment found = next;
      if (found == null) {
        Segment made = new Segment(id + 1);
        found = NEXT.compareAndSet(this, null, made) ? made : next;
      }
      return found;
    }
  }

  private final AtomicLong suspend = new AtomicLong();
  private final AtomicLong resume = new AtomicLong();
  private volatile Segment suspending = new Segment(0);
  private volatile Segment resuming = suspending;

  /** Runs the callback when resumed: here, if the cell has been resumed before. */
  void register(Runnable callback) {
    Segment segment = suspending; // Before the index: it lies at the index or before.
    long index = suspend.getAndIncrement();
    if (segment.id != index >> ORDER) {
      segment = find(segment, index >> ORDER);
      suspending = segment; // May go back a little, which costs a few steps and no more.
    }
    if (!CELL.compareAndSet(segment.cells, (int) index & (SIZE - 1), null, callback)) {
      callback.run();
    }
  }

  /** Runs the next callback, or leaves a mark for it. */
  void resume() {
    Segment segment = resuming;
    long index = resume.getAndIncrement();
    if (segment.id != index >> ORDER) {
      segment = find(segment, index >> ORDER);
      resuming = segment;
    }
    int i = (int) index & (SIZE - 1);
    Object found = CELL.getVolatile(segment.cells, i);
    if (found == null) {
      if (CELL.compareAndSet(segment.cells, i, null, RESUMED)) {
        return;
      }
      found = CELL.getVolatile(segment.cells, i); // Its waiter has just come.
    }
    CELL.compareAndSet(segment.cells, i, found, RESUMED);
    ((Runnable) found).run();
  }

  /** Runs all callbacks; for one thread. */
  void resumeAll() {
    long stop = suspend.get();
    long from = resume.getAndSet(stop);
    Segment segment = resuming;
    for (long index = from; index < stop; index++) {
      segment = segment.id == index >> ORDER ? segment : segment.next;
      int i = (int) index & (SIZE - 1);
      Object callback = CELL.getVolatile(segment.cells, i);
      CELL.compareAndSet(segment.cells, i, callback, RESUMED);
      ((Runnable) callback).run();
    }
    resuming = segment;
  }

  private static Segment find(Segment from, long id) {
    Segment segment = from;
    while (segment.id < id) {
      segment = segment.following();
    }
    if (segment.id != id) {
      throw new AssertionError("the segment lies behind");
    }
    return segment;
  }
}
