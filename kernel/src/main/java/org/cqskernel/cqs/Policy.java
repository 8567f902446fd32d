// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * The owner's decisions. They must not block; they may call this queue.
 *
 * <p><b>Context:</b> whatever the canceller or resumer runs in that leads to the call: any thread,
 * a callback, a Cleaner, a signal handler. <b>Memory consistency effects:</b> actions before the
 * resumption happen-before the call that gets its value. <b>Progress:</b> the queue is lock-free
 * only if these are. <b>Cost:</b> one call for each cancellation, each refusal and each failed
 * delivery.
 *
 * @param <T> what is handed over
 * @obligation CQS-12 CQS-14 CQS-20
 */
public interface Policy<T> {

  /**
   * Smart cancellation: a waiter is being cancelled. The owner takes it out of its number, in the
   * same step in which it decides.
   *
   * @return true if it was still counted as waiting: a resumption may skip it. False if a
   *     resumption is already due to it: the value will be refused. If it throws, the cancellation
   *     is completed as if it had returned true, and the throwable reaches the canceller.
   * @obligation CQS-12
   */
  default boolean onCancellation() {
    return true;
  }

  /**
   * A resumption met a waiter whose cancellation was not allowed. Called once for its value, which
   * the owner keeps; the resumption counts as successful.
   *
   * @param value the value
   * @obligation CQS-14
   */
  default void refused(T value) {}

  /**
   * A waiter was claimed and then returned false from {@link Waiter#tryResume}. Called once for its
   * value, which the owner keeps; the resumption counts as successful.
   *
   * @param value the value
   * @obligation CQS-20
   */
  default void undelivered(T value) {}
}
