// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** A waiter was cancelled twice. The first cancellation stands; nothing is counted twice. */
public final class AlreadyCancelledException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  AlreadyCancelledException() {
    super("this waiter is cancelled already: cancel must not be called again after it succeeded");
  }
}
