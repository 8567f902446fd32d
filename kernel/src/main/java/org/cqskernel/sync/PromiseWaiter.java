// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import org.cqskernel.cqs.Waiter;

/**
 * Someone who waits for a promise, and their own handle for cancelling: with it a registration
 * allocates nothing. {@link Waiter} tells in which contexts the two methods may be called, what
 * happens-before them, and what becomes of what they throw.
 *
 * @param <T> the promised value
 * @obligation PR-7 PR-9 PR-10 MEM-7
 */
public abstract class PromiseWaiter<T> extends Waiter<Object> {

  /** For subclasses. */
  protected PromiseWaiter() {}

  /**
   * The promise was resolved. Called at most once, and never together with {@link #onFailure}.
   *
   * @param value its value
   */
  protected abstract void onValue(T value);

  /**
   * The promise was failed.
   *
   * @param cause why
   */
  protected abstract void onFailure(Throwable cause);

  @Override
  @SuppressWarnings("unchecked") // Only OneShotPromise<T> registers it, and resumes it with a T.
  protected final void resumed(Object outcome) {
    if (outcome instanceof OneShotPromise.Failure failure) {
      onFailure(failure.cause());
    } else {
      onValue((T) outcome);
    }
  }
}
