// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;

/**
 * Every interleaving by depth-first search without reduction, optionally only those with a bounded
 * number of preemptions. A preemption leaves a thread that could go on; the first step of a handler
 * counts as one too, because it interrupts.
 */
final class TreeSearch extends Search {
  private final int bound;
  private long[] open = new long[256];
  private long[] children = new long[256];
  private int[] spent = new int[256];
  private int size;

  /**
   * @param bound the greatest number of preemptions, or -1 for no bound
   */
  TreeSearch(int bound) {
    this.bound = bound;
  }

  @Override
  int choose(long enabled, int current) {
    int d = steps.depth;
    if (d < size) {
      return steps.thread[d];
    }
    if (open.length <= d) {
      open = Arrays.copyOf(open, 2 * d);
      children = Arrays.copyOf(children, 2 * d);
      spent = Arrays.copyOf(spent, 2 * d);
    }
    int before = d == 0 ? 0 : spent[d - 1] + preemption(d - 1);
    long candidates = enabled;
    boolean canGoOn = current >= 0 && (enabled & ~machine.waiting.spinning() & 1L << current) != 0;
    if (bound >= 0 && before >= bound && canGoOn) {
      candidates = 1L << current;
    }
    int chosen = prefer(candidates, current);
    open[d] = candidates & ~(1L << chosen);
    children[d] = candidates;
    spent[d] = before;
    size = d + 1;
    return chosen;
  }

  /** Whether step {@code d} is a preemption. */
  private int preemption(int d) {
    if (d == 0) {
      return 0;
    }
    int previous = steps.thread[d - 1];
    boolean left = steps.thread[d] != previous && (steps.enabled[d] >> previous & 1) != 0;
    return left ? 1 : 0;
  }

  @Override
  boolean next() {
    while (size > 0) {
      int d = size - 1;
      if (open[d] != 0) {
        steps.thread[d] = Long.numberOfTrailingZeros(open[d]);
        open[d] &= open[d] - 1;
        repeated = d;
        return true;
      }
      size = d;
    }
    return false;
  }

  @Override
  double explored() {
    double part = 0;
    double weight = 1;
    for (int d = 0; d < size && weight > 1e-9; d++) {
      double all = Long.bitCount(children[d]);
      part += weight * (all - Long.bitCount(open[d]) - 1) / all;
      weight /= all;
    }
    return part;
  }
}
