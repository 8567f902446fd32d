// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The fewest atomics for the only waiter: one field, a compare-and-set in, and an exchange or a
 * compare-and-set out. It has no handle, and no room for a second waiter.
 */
final class FloorCell {
  private static final VarHandle WAITER;
  private static final Object DONE = new Object();

  static {
    try {
      WAITER = MethodHandles.lookup().findVarHandle(FloorCell.class, "waiter", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile Object waiter;

  boolean register(Runnable callback) {
    return WAITER.compareAndSet(this, null, callback);
  }

  boolean registerAndCancel(Runnable callback) {
    return WAITER.compareAndSet(this, null, callback) && WAITER.compareAndSet(this, callback, null);
  }

  void resume() {
    ((Runnable) WAITER.getAndSet(this, DONE)).run();
  }
}
