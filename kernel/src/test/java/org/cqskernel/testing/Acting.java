// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.testing;

import java.util.function.Consumer;
import org.cqskernel.cqs.Waiter;

/** A waiter that does what it is told. */
public final class Acting<T> extends Waiter<T> {
  private final Consumer<? super T> action;

  /** Does {@code action} with the value. */
  public Acting(Consumer<? super T> action) {
    this.action = action;
  }

  /** Does {@code action} whatever the value. */
  public static <T> Acting<T> run(Runnable action) {
    return new Acting<>(value -> action.run());
  }

  @Override
  protected void resumed(T value) {
    action.accept(value);
  }
}
