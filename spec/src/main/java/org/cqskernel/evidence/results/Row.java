// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import java.time.Instant;
import org.cqskernel.evidence.catalogue.EvidenceKind;

/**
 * What one run of one check has said.
 *
 * @param name the check's name
 * @param verdict how to judge it
 * @param text what it said, in its own words
 * @param bound how far it looked, or the empty string
 * @param amount states, executions or samples; 0 if it does not count
 * @param unit what the amount counts
 * @param killer for a mutant the check that found it, as {@code kind name}; else empty
 * @param at when
 */
public record Row(
    EvidenceKind kind,
    String name,
    Verdict verdict,
    String text,
    String bound,
    long amount,
    String unit,
    String killer,
    double seconds,
    String jdk,
    Instant at) {

  /** How to judge a result. */
  public enum Verdict {
    /** As expected. */
    GOOD,
    /** Not as expected. */
    BAD,
    /** Did not run, and says why. */
    SKIPPED
  }
}
