// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;

/**
 * Numbers the variables that one execution touches, in the order of first touch: a field of an
 * object, a static field, an element of an array, a thread's permit.
 *
 * <p>An open-addressing table by identity, emptied between executions at a cost proportional to
 * what was used, because an execution touches few variables and there are thousands of executions a
 * second.
 */
final class Locations {
  private Object[] base = new Object[1 << 10];
  private int[] key = new int[1 << 10];
  private int[] index = new int[1 << 10];
  private int[] number = new int[1 << 10];
  private int[] used = new int[512];
  private int size;

  /** The number of a variable; {@code base} is null for a static field. */
  int of(Object b, int k, int i) {
    int mask = key.length - 1;
    int hash = System.identityHashCode(b) * 31 + i * 7919 + k * 0x61C88647;
    int h = (hash ^ hash >>> 15) & mask;
    while (number[h] != 0) {
      if (base[h] == b && key[h] == k && index[h] == i) {
        return number[h] - 1;
      }
      h = (h + 1) & mask;
    }
    return insert(h, b, k, i);
  }

  private int insert(int slot, Object b, int k, int i) {
    if (size == used.length) {
      grow();
      return of(b, k, i);
    }
    base[slot] = b;
    key[slot] = k;
    index[slot] = i;
    used[size++] = slot;
    number[slot] = size;
    return size - 1;
  }

  private void grow() {
    Object[] oldBase = base;
    int[] oldKey = key;
    int[] oldIndex = index;
    int[] oldUsed = used;
    int oldSize = size;
    base = new Object[2 * oldKey.length];
    key = new int[2 * oldKey.length];
    index = new int[2 * oldKey.length];
    number = new int[2 * oldKey.length];
    used = new int[2 * oldUsed.length];
    size = 0;
    for (int n = 0; n < oldSize; n++) {
      int s = oldUsed[n];
      of(oldBase[s], oldKey[s], oldIndex[s]);
    }
  }

  Object base(int location) {
    return base[used[location]];
  }

  int key(int location) {
    return key[used[location]];
  }

  int index(int location) {
    return index[used[location]];
  }

  int size() {
    return size;
  }

  void clear() {
    for (int n = 0; n < size; n++) {
      base[used[n]] = null;
      number[used[n]] = 0;
    }
    Arrays.fill(used, 0, size, 0);
    size = 0;
  }
}
