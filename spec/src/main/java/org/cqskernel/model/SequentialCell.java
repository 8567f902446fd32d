// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.model;

/** A place where one suspender and one resumer meet, once. */
public final class SequentialCell {
  private boolean suspended;
  private boolean resumed;
  private boolean cancelled;

  /**
   * Waits. False if the value was there.
   *
   * @throws IllegalStateException if there was a suspender before
   */
  public boolean suspend() {
    if (suspended) {
      throw new IllegalStateException("suspended twice");
    }
    suspended = true;
    return !resumed;
  }

  /**
   * Leaves the value. False if the waiter is cancelled.
   *
   * @throws IllegalStateException if there was a resumer before
   */
  public boolean resume() {
    if (cancelled) {
      return false;
    }
    if (resumed) {
      throw new IllegalStateException("resumed twice");
    }
    resumed = true;
    return true;
  }

  /**
   * Withdraws the waiter. False if it has its value, or there is none.
   *
   * @throws IllegalStateException if it was cancelled before
   */
  public boolean cancel() {
    if (cancelled) {
      throw new IllegalStateException("cancelled twice");
    }
    cancelled = suspended && !resumed;
    return cancelled;
  }
}
