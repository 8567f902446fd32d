// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

/** What a search has established. Only {@link #VERIFIED} speaks of every interleaving. */
public enum Verdict {
  /** Every interleaving under sequential consistency was covered and none failed. */
  VERIFIED("verified"),
  /** Every interleaving with at most the given number of preemptions was run and none failed. */
  BOUNDED("bounded"),
  /** Random interleavings were run and none failed. */
  SAMPLED("sampled"),
  /**
   * The search ended and nothing failed, but executions touched shared variables that the explorer
   * does not see, so that interleavings may be missing.
   */
  UNSEEN("not verified, accesses are not seen"),
  /** The search stopped at a limit of time or executions; nothing failed so far. */
  CUT("cut"),
  /** An interleaving failed. */
  VIOLATED("VIOLATED");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
