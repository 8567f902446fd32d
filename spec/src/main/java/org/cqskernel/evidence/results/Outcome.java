// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import java.util.Locale;

/**
 * What is known of a check.
 *
 * @param text what it said, or why nothing is known
 * @param row the result, or null
 * @param when the day of a recorded run, or the empty string
 */
public record Outcome(State state, String text, Row row, String when) {
  /** How much a result says about this build. */
  public enum State {
    /** Ran in this build, as expected. */
    PASSED(true),
    /** Not as expected. */
    FAILED(false),
    /** Recorded for the sources as they are, as expected. */
    RECORDED(true),
    /** As expected in an earlier build. */
    EARLIER(false),
    /** Recorded for other sources. */
    STALE(false),
    /** Said itself that it cannot run here. */
    SKIPPED(false),
    /** Should have run in this build and has not. */
    NOT_RUN(false),
    /** Was not asked to run, and has not been recorded. */
    NEVER(false);

    private final boolean good;

    State(boolean good) {
      this.good = good;
    }

    /** Whether it speaks for the sources as they are. */
    public boolean isGood() {
      return good;
    }

    /** The word in reports. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
