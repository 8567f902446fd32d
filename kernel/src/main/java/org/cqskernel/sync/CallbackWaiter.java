// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Objects;
import org.cqskernel.cqs.Waiter;

/** A waiter that runs a callback, whatever it is resumed with. */
final class CallbackWaiter<T> extends Waiter<T> {
  private final Runnable callback;

  CallbackWaiter(Runnable callback) {
    this.callback = Objects.requireNonNull(callback, "callback");
  }

  @Override
  protected void resumed(T value) {
    callback.run();
  }
}
