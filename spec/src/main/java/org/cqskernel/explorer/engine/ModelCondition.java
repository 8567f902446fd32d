// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Stands for a condition of a modelled lock. Explored code that calls it gets to {@link LockHooks};
 * what is called here directly comes from code that is not modelled.
 */
record ModelCondition(Lock lock) implements Condition {
  private static UnsupportedOperationException notModelled() {
    return new UnsupportedOperationException(
        "waiting for a condition is modelled only in code that the explorer loads, by await() and"
            + " await(long, TimeUnit)");
  }

  // Two conditions of one lock are different.
  @Override
  public boolean equals(Object o) {
    return this == o;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public void await() {
    throw notModelled();
  }

  @Override
  public void awaitUninterruptibly() {
    throw notModelled();
  }

  @Override
  public long awaitNanos(long nanosTimeout) {
    throw notModelled();
  }

  @Override
  public boolean await(long time, TimeUnit unit) {
    throw notModelled();
  }

  @Override
  public boolean awaitUntil(Date deadline) {
    throw notModelled();
  }

  @Override
  public void signal() {
    throw notModelled();
  }

  @Override
  public void signalAll() {
    throw notModelled();
  }
}
