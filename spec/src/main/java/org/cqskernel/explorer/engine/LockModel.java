// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Who holds which lock, by location, and who waits for which condition. Locks are held by ordinary
 * scenario threads.
 */
final class LockModel {
  private static final int FREE = -1;

  private int[] holder = new int[64];
  private int[] holds = new int[64];
  private int used;
  private final Map<Object, ArrayDeque<Integer>> waiting = new IdentityHashMap<>();

  /** Forgets all locks. */
  void reset() {
    Arrays.fill(holder, 0, used, FREE);
    Arrays.fill(holds, 0, used, 0);
    used = 0;
    if (!waiting.isEmpty()) {
      waiting.clear();
    }
  }

  /** Those who wait for a condition, the first one first. */
  ArrayDeque<Integer> waitSet(Object condition) {
    return waiting.computeIfAbsent(condition, c -> new ArrayDeque<>());
  }

  LockModel() {
    Arrays.fill(holder, FREE);
  }

  private void reach(int location) {
    if (location >= holder.length) {
      int n = 2 * location;
      int old = holder.length;
      holder = Arrays.copyOf(holder, n);
      holds = Arrays.copyOf(holds, n);
      Arrays.fill(holder, old, n, FREE);
    }
    used = Math.max(used, location + 1);
  }

  boolean isFree(int location) {
    return location >= holder.length || holder[location] == FREE;
  }

  /** How often {@code worker} holds the lock. */
  int holds(int location, int worker) {
    return location < holder.length && holder[location] == worker ? holds[location] : 0;
  }

  /** Sets how often {@code worker} holds the lock; 0 frees it. */
  void set(int location, int worker, int count) {
    reach(location);
    holder[location] = count == 0 ? FREE : worker;
    holds[location] = count;
  }
}
