// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * All bounds of the Lincheck tests, each with its reason. {@code -Dlincheck.deep=true} multiplies
 * what can be multiplied.
 *
 * <p>Lincheck assumes sequential consistency and samples schedules: it says nothing about access
 * modes, which the litmus tests do, and nothing is exhaustive, which the explorer is within its own
 * bounds.
 */
public final class Bounds {
  private static final boolean DEEP = Boolean.getBoolean("lincheck.deep");

  /**
   * Schedules of one directed scenario. Faults of {@code spec/mutants/claims.csv} that a directed
   * test claims are found within this many, at the first of the segment sizes in most cases; not
   * more, because the module runs in every build. The deep number is what fits into a quarter of an
   * hour, in which the module runs unattended.
   */
  public static final int SCHEDULES = DEEP ? 1_000 : 150;

  /** Schedules of a scenario with real parking: the same, and fewer if deep, for each is dearer. */
  public static final int PARKING_SCHEDULES = DEEP ? 600 : 150;

  /**
   * Schedules of a given scenario that shows what is not atomic: few have the anomaly, and the
   * search ends with the first.
   */
  public static final int WITNESS_SCHEDULES = DEEP ? 10_000 : 2_000;

  /** Random scenarios of one linearizability test; a directed test stands beside each. */
  private static final int SCENARIOS = DEEP ? 20 : 8;

  /** Schedules of one random scenario. Both for the same shares of time as above. */
  private static final int SCHEDULES_OF_SCENARIO = DEEP ? 500 : 250;

  /**
   * Logarithms of the segment size. With 1 cell each waiter has a segment of its own and each
   * cancel removes one; with 2 a segment can be half cancelled; 4 is the size of a short first
   * segment. A mistake in linking shows in the first two and may hide from then on.
   */
  public static final int[] ORDERS = {0, 1, 2};

  /**
   * For scenarios that fill whole segments first: with 4 cells the set-up is so long that Lincheck
   * does not reach the race any more, and a seeded ARR-18 fault, found at once with 1 and 2 cells,
   * is not found.
   */
  public static final int[] SMALL_ORDERS = {0, 1};

  /**
   * How often a synchronous resumer looks for its suspender: 0 breaks at once, 1 has one schedule
   * in which the look succeeds. More adds no state.
   */
  public static final int[] LOOKS = {0, 1};

  /**
   * Rounds of a race with a time-out, in real time. The seeded fault shows in each round in which
   * the time runs out first, which is every second one or so.
   */
  public static final int TIMED_ROUNDS = DEEP ? 3_000 : 300;

  private Bounds() {}

  /** The time-out of a round, in nanoseconds: from none to what starting a thread takes. */
  public static long timeout(int round) {
    return 1L << (round % 20);
  }

  /**
   * Two threads: each obligation on linearizability names a race of two, and the directed scenarios
   * have three. Three operations each: the longest known witness (SEM-9) needs three in one thread.
   */
  public static ModelCheckingOptions linearizability() {
    KeptAgent.install();
    return new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .iterations(SCENARIOS)
        .invocationsPerIteration(SCHEDULES_OF_SCENARIO);
  }
}
