// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * A handle on something that waits: the right to withdraw it.
 *
 * <p>Every registration of this library returns one. In most cases the handle is the waiter itself,
 * therefore it costs nothing.
 */
@FunctionalInterface
public interface Suspension {

  /**
   * Withdraws the waiter.
   *
   * <p>{@code true} means that the waiter will never be resumed. {@code false} means that a resumer
   * has claimed it: it <em>has been or will shortly be</em> resumed, and there is no way to tell
   * which (BC-5). A caller that must know waits for the resumption.
   *
   * <p><b>Context:</b> any thread, a callback, a Cleaner, a signal handler. <b>Progress:</b>
   * lock-free; it never waits for the resumer. <b>Cost:</b> one compare-and-set and one
   * fetch-and-add, amortised O(1) whatever the number of waiters.
   *
   * @return whether this call cancelled the waiter
   * @throws AlreadyCancelledException if an earlier call cancelled it and the owner reports misuse:
   *     a {@link Cqs} does, a promise returns {@code false} instead
   * @throws IllegalStateException if the waiter was never registered
   * @obligation BC-2 BC-5 BC-6 CQS-10
   */
  boolean cancel();
}
