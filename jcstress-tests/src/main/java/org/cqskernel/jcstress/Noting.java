// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import java.util.function.Consumer;
import org.cqskernel.cqs.Waiter;

/** A waiter that calls back with its value. */
final class Noting<T> extends Waiter<T> {
  private final Consumer<? super T> callback;

  Noting(Consumer<? super T> callback) {
    this.callback = callback;
  }

  @Override
  protected void resumed(T value) {
    callback.accept(value);
  }
}
