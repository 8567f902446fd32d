// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** What a waiter is registered with: the structure that knows how to take it out again. */
abstract class WaiterOwner {

  /** Cancels a waiter that lies in this object itself. */
  boolean cancel(Waiter<?> waiter) {
    return false; // Still on its way into a segment: a race with its own registration.
  }

  /** Cancels a waiter that lies in {@code segment}. */
  boolean cancel(Waiter<?> waiter, Segment segment) {
    throw new AssertionError("this owner has no segments");
  }

  /** The claimed waiter could not use {@code value} (CQS-20). */
  void undelivered(Object value) {}

  /** A sweep met CANCELLING or REFUSED: only a queue with smart cancellation has these states. */
  void resumeCancelling(Segment segment, int offset, Object value) {
    throw new AssertionError("no smart cancellation here: " + Cell.read(segment.cells, offset));
  }
}
