// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** The second half of a smart cancellation: what follows WAITER to CANCELLING. */
final class SmartCancellation {
  /*
   * The canceller owns the cell until it stores CANCELLED or REFUSED. Meanwhile an asynchronous
   * resumer may leave a value there and go, so the last step is an exchange, not a store (MEM-4):
   * what it returns, other than CANCELLING, is the canceller's to settle (CQS-15), and goes to the
   * next waiter if the cancellation is allowed (CQS-13). Only then is the cell counted out of its
   * segment (CQS-17).
   */
  private SmartCancellation() {}

  /**
   * A value that a resumer left to a canceller, in a wrapper of its own, because a second canceller
   * must not take it for one that was there before the waiter (BC-5, BC-6).
   *
   * @param shared a sweep left it: a cancelled waiter is skipped, not replaced
   */
  record Left(Object value, boolean shared) {}

  /** CQS-12, CQS-15: the owner decides; then whatever a resumer has left is our duty. */
  static <T> void finish(Cqs<T> queue, Policy<? super T> policy, Segment s, int offset) {
    boolean allowed = true;
    Failures failures = null;
    try {
      allowed = policy.onCancellation();
    } catch (Throwable t) {
      failures = Failures.add(null, t);
    }
    CellState end = allowed ? CellState.CANCELLED : CellState.REFUSED;
    Object left = Cell.finishCancelling(s.cells, offset, end);
    try {
      if (allowed) {
        s.cancelCell();
      }
      if (left != CellState.CANCELLING) {
        settle(queue, policy, (Left) left, allowed);
      }
    } catch (Throwable t) {
      failures = Failures.add(failures, t);
    }
    if (failures != null) {
      throw failures.rethrow();
    }
  }

  @SuppressWarnings("unchecked") // Only values of this queue are left in its cells.
  private static <T> void settle(
      Cqs<T> queue, Policy<? super T> policy, Left left, boolean allowed) {
    T value = (T) left.value;
    if (!allowed) {
      refuse(policy, value);
    } else if (!left.shared) {
      // Asynchronous and smart: it ends with the next waiter, or in an empty cell, and succeeds.
      queue.resume(value);
    }
  }

  /** CQS-14: the owner is foreign code, and may resume the next one: the nesting is bounded. */
  static <T> void refuse(Policy<T> policy, T value) {
    Nesting.call(
        new Nesting.Deferred() {
          @Override
          void run() {
            policy.refused(value);
          }
        });
  }
}
