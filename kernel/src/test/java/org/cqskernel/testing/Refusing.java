// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.testing;

import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.cqs.Waiter;

/** A waiter that can no longer use what it is resumed with, and counts how often it is asked. */
public final class Refusing<T> extends Waiter<T> {
  private final boolean leaf;
  private final AtomicInteger asked = new AtomicInteger();

  /** An ordinary one. */
  public Refusing() {
    this(false);
  }

  /** One that claims to be a leaf or not. */
  public Refusing(boolean leaf) {
    this.leaf = leaf;
  }

  @Override
  protected boolean tryResume(T value) {
    asked.incrementAndGet();
    return false;
  }

  @Override
  protected void resumed(T value) {
    throw new AssertionError("never resumed");
  }

  @Override
  protected boolean isLeaf() {
    return leaf;
  }

  /** How often it has been offered a value. */
  public int asked() {
    return asked.get();
  }
}
