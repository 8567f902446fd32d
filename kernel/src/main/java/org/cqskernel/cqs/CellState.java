// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * The states of one cell, named once for code, dumps, tests and diagrams.
 *
 * <p>A cell is a plain reference slot. {@link #EMPTY} is {@code null}, {@link #WAITER} is any
 * {@link Waiter}, {@link #VALUE} is anything else that is not a constant of this enum; each other
 * state is the constant itself, which is a unique object, therefore a compare-and-set cannot
 * mistake it (MEM-7, CQS-22).
 */
enum CellState {
  /** Nobody has arrived. */
  EMPTY,
  /** The suspender waits. */
  WAITER,
  /** The resumer came first and left a value. */
  VALUE,
  /** Final: the resumer claimed the waiter, or resumed the cell with nothing to hand over. */
  RESUMED,
  /** Final: the suspender took the value that was there before it. */
  TAKEN,
  /** Final: a synchronous resumer took its value back because no suspender came. */
  BROKEN,
  /**
   * The canceller claimed the waiter and asks its owner whether the cancellation is allowed. A
   * value that is left to it meanwhile is in a wrapper, so that it is not taken for one that came
   * first.
   */
  CANCELLING,
  /** Final: the waiter is cancelled, the cell counts towards the removal of its segment. */
  CANCELLED,
  /** Final: the waiter is cancelled but a resumption was due to it; its value is refused. */
  REFUSED;

  static CellState of(Object content) {
    if (content == null) {
      return EMPTY;
    }
    if (content instanceof CellState state) {
      return state;
    }
    return content instanceof Waiter
        ? WAITER
        : content instanceof SmartCancellation.Left ? CANCELLING : VALUE;
  }

  /**
   * Whether a canceller that finds this in its cell, and so has lost, has lost to another one,
   * which is misuse. A value was there before the waiter, which is about to take it.
   */
  boolean isOfEarlierCancel() {
    return switch (this) {
      case CANCELLED, CANCELLING, REFUSED -> true;
      default -> false;
    };
  }
}
