// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

/** One execution by a given schedule; after its end the current thread goes on. */
final class ReplaySearch extends Search {
  private final int[] schedule;

  ReplaySearch(int[] schedule) {
    this.schedule = schedule;
  }

  @Override
  int choose(long enabled, int current) {
    int d = steps.depth;
    if (d >= schedule.length) {
      return prefer(enabled, current);
    }
    int t = schedule[d];
    if (t < 0 || t > 63 || (enabled >> t & 1) == 0) {
      machine.diverged("the schedule lets thread " + t + " move at step " + d + ", which cannot");
      return prefer(enabled, current);
    }
    return t;
  }

  @Override
  boolean next() {
    return false;
  }

  @Override
  boolean exhaustive() {
    return false;
  }
}
