// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;
import org.cqskernel.explorer.instrument.Effects;

/**
 * The steps of the current execution, in parallel arrays.
 *
 * <p>A step touches one location, or none, or, when a thread that was held in a spin loop goes on,
 * it depends on all locations that the loop reads.
 */
final class Steps {
  /** The number of steps done. */
  int depth;

  /** Which logical thread took the step. */
  int[] thread = new int[256];

  /** Stands for a set of locations. */
  static final int SPIN = -2;

  /** The location, -1 when the step touches none, or {@link #SPIN}. */
  int[] location = new int[256];

  /** The bits of {@link Effects}; a failed conditional access has lost its write. */
  int[] effects = new int[256];

  int[] site = new int[256];

  /** The logical threads that could have taken the step instead. */
  long[] enabled = new long[256];

  /** For {@link #SPIN}: the locations, as a bit set. */
  long[][] spinSet = new long[256][];

  private final long[] serial;

  Steps(Program program) {
    serial = program.serial;
  }

  void ensure(int capacity) {
    if (thread.length < capacity) {
      int n = Math.max(capacity, 2 * thread.length);
      thread = Arrays.copyOf(thread, n);
      location = Arrays.copyOf(location, n);
      effects = Arrays.copyOf(effects, n);
      site = Arrays.copyOf(site, n);
      enabled = Arrays.copyOf(enabled, n);
      spinSet = Arrays.copyOf(spinSet, n);
    }
  }

  /** A hash of the steps after {@code before}: who moves, to which variable, how. */
  long hash(long before) {
    long hash = before;
    for (int d = 0; d < depth; d++) {
      long step = thread[d] | (long) location[d] << 8 | (long) effects[d] << 40;
      hash = (hash ^ step) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash + depth;
  }

  boolean serial(int t, int u) {
    return (serial[t] >> u & 1) != 0;
  }

  /** Whether two steps of different threads do not commute. */
  boolean dependent(int i, int j) {
    return serial(thread[i], thread[j])
        || ((effects[i] | effects[j]) & Effects.WRITE) != 0 && meet(i, j);
  }

  /**
   * As {@link #dependent}, where step {@code j} is to be moved: a conditional access that failed
   * here may succeed there.
   */
  boolean mayDepend(int i, int j) {
    return dependent(i, j) || (effects[j] & Effects.CONDITIONAL) != 0 && meet(i, j);
  }

  /** Whether step {@code i} frees the lock that step {@code j} waits for. */
  boolean hands(int i, int j) {
    return (effects[i] & effects[j] & Effects.LOCKING) != 0
        && (effects[i] & Effects.ENABLING) != 0
        && (effects[j] & Effects.BLOCKING) != 0;
  }

  /** The step that took the lock that step {@code i} frees. */
  int acquisitionBefore(int i) {
    int k = i - 1;
    while (k > 0 && !(location[k] == location[i] && (effects[k] & Effects.WRITE) != 0)) {
      k--;
    }
    return k;
  }

  private boolean meet(int i, int j) {
    if (location[i] == SPIN) {
      return contains(spinSet[i], location[j]);
    }
    if (location[j] == SPIN) {
      return contains(spinSet[j], location[i]);
    }
    return location[i] == location[j] && location[i] >= 0;
  }

  static boolean contains(long[] set, int member) {
    return member >= 0 && member >> 6 < set.length && (set[member >> 6] >> member & 1) != 0;
  }

  /** The locations that {@code t} touches from step {@code from} on. */
  long[] touched(int t, int from) {
    int greatest = 0;
    for (int d = from; d < depth; d++) {
      if (thread[d] == t) {
        greatest = Math.max(greatest, location[d]);
      }
    }
    long[] set = new long[(greatest >> 6) + 1];
    for (int d = from; d < depth; d++) {
      if (thread[d] == t && location[d] >= 0) {
        set[location[d] >> 6] |= 1L << location[d];
      }
    }
    return set;
  }

  /** Whether a thread other than {@code t} writes one of {@code set} from step {@code from} on. */
  boolean writtenByOthers(int t, long[] set, int from) {
    for (int d = from; d < depth; d++) {
      if (thread[d] != t && (effects[d] & Effects.WRITE) != 0 && contains(set, location[d])) {
        return true;
      }
    }
    return false;
  }
}
