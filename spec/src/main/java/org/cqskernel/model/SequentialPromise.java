// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A value that is set once, and those who wait for it. */
public final class SequentialPromise<W, V> {
  private final Set<W> waiting = new LinkedHashSet<>();
  private final Set<W> called = new LinkedHashSet<>();
  private boolean resolved;
  private V value;

  /** Sets the value unless it is set; all who wait are called with it. */
  public boolean tryResolve(V newValue) {
    if (resolved) {
      return false;
    }
    resolved = true;
    value = newValue;
    called.addAll(waiting);
    waiting.clear();
    return true;
  }

  public boolean isResolved() {
    return resolved;
  }

  public V peek(V absent) {
    return resolved ? value : absent;
  }

  /** Waits. False if the value is there, and then the waiter is called at once. */
  public boolean register(W waiter) {
    if (waiting.contains(waiter) || called.contains(waiter)) {
      throw new IllegalStateException("registered twice: " + waiter);
    }
    return resolved ? !called.add(waiter) : waiting.add(waiter);
  }

  /** Withdraws a waiter. False if it was called or withdrawn before. */
  public boolean cancel(W waiter) {
    return waiting.remove(waiter);
  }

  /** Those who were called, in the order of their calls. */
  public List<W> called() {
    return List.copyOf(called);
  }
}
