// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;
import org.cqskernel.explorer.instrument.Effects;

/** The steps of the current execution, in parallel arrays. */
final class Steps {
  /** The number of steps done. */
  int depth;

  /** Which logical thread took the step. */
  int[] thread = new int[256];

  /** The location, or -1 when the step touches none. */
  int[] location = new int[256];

  /** The bits of {@link Effects}; a failed conditional access has lost its write. */
  int[] effects = new int[256];

  int[] site = new int[256];

  /** The logical threads that could have taken the step instead. */
  long[] enabled = new long[256];

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
    }
  }

  boolean serial(int t, int u) {
    return (serial[t] >> u & 1) != 0;
  }

  /** Whether two steps of different threads do not commute. */
  boolean dependent(int i, int j) {
    return serial(thread[i], thread[j])
        || (location[i] == location[j]
            && location[i] >= 0
            && ((effects[i] | effects[j]) & Effects.WRITE) != 0);
  }

  /**
   * As {@link #dependent}, where step {@code j} is to be moved: a conditional access that failed
   * here may succeed there.
   */
  boolean mayDepend(int i, int j) {
    return dependent(i, j)
        || (location[i] == location[j]
            && location[i] >= 0
            && (effects[j] & Effects.CONDITIONAL) != 0);
  }
}
