// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.List;

/** Something that threads wait for, until all are woken or until one of them gives up. */
interface Meeting {

  /**
   * Waits until {@link #wakeAll}.
   *
   * @throws Exception if interrupted
   */
  void await() throws Exception;

  /**
   * Waits for one nanosecond, in vain, and takes back what it left.
   *
   * @throws Exception if it should not have
   */
  default void awaitBriefly() throws Exception {
    throw new UnsupportedOperationException("this one has no time-out");
  }

  /** Ends all waits, which these threads are in. */
  void wakeAll(List<Thread> threads);
}
