// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.List;
import java.util.Map;

/**
 * One thing that is compared: a line of a plot, a column of a table.
 *
 * @param label its name for people
 * @param role what it is compared as
 * @param benchmark class and method
 * @param params those that choose it
 * @param against labels of the peers it is compared with; if empty, with all of them
 * @param floor the label of its floor
 * @param reason why it is shown and not compared
 */
record Line(
    String label,
    Role role,
    String benchmark,
    Map<String, String> params,
    List<String> against,
    String floor,
    String reason) {

  /** The label of a family's floor, unless it has several. */
  static final String FLOOR = "floor";

  enum Role {
    FLOOR,
    OURS,
    PEER,
    /** Shown, but too different a thing to be beaten: an unfair lock beside fair ones. */
    OTHER
  }

  private static Line of(String label, Role role, String benchmark, String reason) {
    return new Line(label, role, benchmark, Map.of(), List.of(), FLOOR, reason);
  }

  static Line floor(String benchmark) {
    return floor(FLOOR, benchmark);
  }

  static Line floor(String label, String benchmark) {
    return of(label, Role.FLOOR, benchmark, "");
  }

  static Line ours(String label, String benchmark) {
    return of(label, Role.OURS, benchmark, "");
  }

  static Line peer(String label, String benchmark) {
    return of(label, Role.PEER, benchmark, "");
  }

  static Line other(String label, String benchmark, String reason) {
    return of(label, Role.OTHER, benchmark, reason);
  }

  /** The same of one subject of several that the benchmark knows. */
  Line of(String subject) {
    return new Line(label, role, benchmark, Map.of("subject", subject), against, floor, reason);
  }

  /** The same, compared with those peers that do the same job and are as fair. */
  Line against(String... peers) {
    return new Line(label, role, benchmark, params, List.of(peers), floor, reason);
  }

  /** The same, above another floor. */
  Line above(String other) {
    return new Line(label, role, benchmark, params, against, other, reason);
  }
}
