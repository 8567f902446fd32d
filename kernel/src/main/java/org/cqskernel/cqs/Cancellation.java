// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** What a resumer does that meets a cancelled waiter. */
public enum Cancellation {
  /** It fails, once for each cancelled waiter, and the owner starts again. */
  SIMPLE,
  /**
   * It goes on to the next waiter. The owner decides for each cancellation, in {@link
   * Policy#onCancellation}, whether the resumption that is due to this waiter may do so, or is to
   * be refused.
   */
  SMART
}
