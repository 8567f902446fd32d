// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** What a resumer does that meets a cancelled waiter. */
public enum Cancellation {
  /** It fails. */
  SIMPLE,
  /** It goes on to the next waiter, or its value is refused. */
  SMART
}
