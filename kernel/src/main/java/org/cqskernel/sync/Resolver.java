// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

/**
 * The side of a {@link Promise} that decides it. One object is both sides; whoever is given the
 * promise only should not be able to resolve it, therefore they are two types.
 *
 * <p><b>Memory consistency effects:</b> actions before the successful resolution happen-before
 * every callback and every return that shows it (PR-9). <b>Progress:</b> lock-free but for the
 * callbacks. <b>Context:</b> any thread, a callback of the same promise too, a Cleaner, a signal
 * handler.
 *
 * <p>Each operation calls the promise's callbacks before it returns, in registration order, unless
 * more than about 32 such calls are nested on this thread; then the outermost one makes them
 * (RALL-10). If callbacks throw, all others are called first, then the first throwable is thrown,
 * with later ones suppressed in it. The promise is resolved although the call throws (RALL-7).
 *
 * @param <T> the promised value; null is legal
 */
public interface Resolver<T> {

  /**
   * The other side.
   *
   * @return the promise that this resolves
   */
  Promise<T> promise();

  /**
   * Resolves the promise with a value unless it is resolved already.
   *
   * @param value the value, which may be null
   * @return whether this call resolved it
   * @obligation PR-1 PR-3 PR-9 PR-10 PR-12
   */
  boolean tryResolve(T value);

  /**
   * Fails the promise unless it is resolved already.
   *
   * @param cause why
   * @return whether this call resolved it
   * @throws NullPointerException if the cause is null
   * @obligation PR-1 PR-3 PR-9 PR-10 PR-12
   */
  boolean tryFail(Throwable cause);

  /**
   * Resolves the promise with a value.
   *
   * @param value the value, which may be null
   * @throws AlreadyResolvedException if it is resolved already
   * @obligation PR-1
   */
  default void resolve(T value) {
    if (!tryResolve(value)) {
      throw new AlreadyResolvedException();
    }
  }

  /**
   * Fails the promise.
   *
   * @param cause why
   * @throws AlreadyResolvedException if it is resolved already
   * @throws NullPointerException if the cause is null
   * @obligation PR-1
   */
  default void fail(Throwable cause) {
    if (!tryFail(cause)) {
      throw new AlreadyResolvedException();
    }
  }
}
