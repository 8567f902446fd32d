// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** What a waiter is registered with: the structure that knows how to take it out again. */
abstract class WaiterOwner {

  /** Stands for the owner of a waiter that is cancelled, where a second cancel is misuse (BC-6). */
  static final WaiterOwner CANCELLED =
      new WaiterOwner() {
        @Override
        boolean cancel(Waiter<?> waiter) {
          throw new AlreadyCancelledException();
        }
      };

  /** Cancels a waiter that lies in this object itself, or was resumed, or is not in a cell yet. */
  boolean cancel(Waiter<?> waiter) {
    return false; // BC-5
  }

  /** Cancels a waiter that lies in a cell of {@code segment}. */
  boolean cancel(Waiter<?> waiter, Segment segment, int offset) {
    throw new AssertionError("this owner has no segments");
  }

  /** The claimed waiter could not use {@code value} (CQS-20). */
  void undelivered(Object value) {}

  /** A sweep met CANCELLING or REFUSED: only a queue with smart cancellation has these states. */
  void resumeCancelling(Segment segment, int offset, Object value) {
    throw new AssertionError("no smart cancellation here: " + Cell.read(segment.cells, offset));
  }
}
