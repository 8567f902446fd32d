// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.layeringfixture.sync;

/** Uses what it may not. */
class LockWaiter {
  Broadcast above;
}
