// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.layeringfixture.sync;

import org.cqskernel.layeringfixture.runtime.EventLoop;

/** Uses what it may not. */
class Promise {
  Condition beside;
  EventLoop above;
}
