// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import org.cqskernel.cqs.Waiter;

/**
 * A waiter that keeps account of what became of it: called, how often and with what, or cancelled.
 * Scenarios read it in their final check, when all threads have ended.
 */
public final class Ledger extends Waiter<Object> {
  private final String name;
  private int calls;
  private int cancellations;
  private Object value;
  private Runnable action = () -> {};

  /** With a name for messages. */
  public Ledger(String name) {
    this.name = name;
  }

  /** What to do when called, beside keeping account. */
  public Ledger then(Runnable next) {
    action = next;
    return this;
  }

  @Override
  protected void resumed(Object result) {
    calls++;
    value = result;
    action.run();
  }

  /** Cancels, and notes whether that succeeded. */
  public boolean tryCancel() {
    boolean cancelled = cancel();
    if (cancelled) {
      noteCancelled();
    }
    return cancelled;
  }

  /** Its cancellation has succeeded. */
  public void noteCancelled() {
    cancellations++;
  }

  /** Whether it was called. */
  public boolean called() {
    return calls > 0;
  }

  /** Whether it was cancelled. */
  public boolean cancelled() {
    return cancellations > 0;
  }

  /** What it was called with. */
  public Object value() {
    return value;
  }

  /** BC-4, BC-2: called once or cancelled once, and not both. */
  public void checkSettled() {
    if (calls + cancellations != 1) {
      throw new AssertionError(this + ": it is to be called once or cancelled once");
    }
  }

  /** As {@link #checkSettled}, for a waiter that nobody cancels. */
  public void checkCalled() {
    if (calls != 1 || cancellations != 0) {
      throw new AssertionError(this + ": it is to be called once");
    }
  }

  @Override
  public String toString() {
    return "waiter " + name + " called " + calls + " times, cancelled " + cancellations + " times";
  }
}
