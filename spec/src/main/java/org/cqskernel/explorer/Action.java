// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

/**
 * A piece of a scenario: the body of a thread, an invariant, or the final check.
 *
 * @param <S> the state that one execution shares
 */
@FunctionalInterface
public interface Action<S> {
  /** Runs on {@code state}; anything thrown is a failure of the scenario. */
  void run(S state) throws Throwable;
}
