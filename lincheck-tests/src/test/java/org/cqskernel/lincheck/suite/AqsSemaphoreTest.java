// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck.suite;

/** The suite, on a semaphore of another origin. */
class AqsSemaphoreTest extends SemaphoreSuite {
  @Override
  protected Subject create(int permits) {
    return new AqsSemaphore(permits, AqsSemaphore.Fault.NONE);
  }
}
