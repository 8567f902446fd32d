// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.util.Map;

/**
 * What a check has established.
 *
 * @param part the kind of check
 * @param name which one
 * @param size the number of executions or of states
 * @param seconds how long it took
 * @param verdict in words
 * @param status what it means for the exit code
 * @param json the entry in the file of results
 */
public record Row(
    String part,
    String name,
    long size,
    double seconds,
    String verdict,
    Status status,
    Map<String, Object> json) {
  /** What a row means for the exit code. */
  public enum Status {
    /** As it should be. */
    PASSED,
    /** Not: somebody has to look. */
    VIOLATED,
    /** The search stopped early, so nothing is established. */
    CUT
  }
}
