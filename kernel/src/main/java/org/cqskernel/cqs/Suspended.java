// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** How a {@link Cqs#suspend} ended. */
public enum Suspended {
  /** The waiter waits. */
  WAITING,
  /** The value was there; the waiter has been resumed with it by the call. */
  RESUMED,
  /** The synchronous resumer had given up: nothing is registered, and the waiter is as new. */
  BROKEN
}
