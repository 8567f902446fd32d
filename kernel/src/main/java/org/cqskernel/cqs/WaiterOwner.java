// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** What a waiter is registered with: the structure that knows how to take it out again. */
abstract class WaiterOwner {

  /**
   * Cancels {@code waiter}, which lies in {@code segment}, or in this object itself if {@code
   * segment} is null.
   */
  abstract boolean cancel(Waiter<?> waiter, Segment segment);

  /** The claimed waiter could not use {@code value} (CQS-20). */
  void undelivered(Object value) {}

  /** A sweep met CANCELLING or REFUSED: only a queue with smart cancellation has these states. */
  void resumeCancelling(Segment segment, int offset, Object value) {
    throw new AssertionError("no smart cancellation here: " + Cell.read(segment.cells, offset));
  }
}
