// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.Map;

/**
 * One thing that is compared: a line of a plot, a column of a table.
 *
 * @param label its name for people
 * @param role what it is compared as
 * @param benchmark class and method
 * @param params those that choose it
 */
record Line(String label, Role role, String benchmark, Map<String, String> params) {

  enum Role {
    FLOOR,
    OURS,
    PEER,
    /** Shown, but too different a thing to be beaten: an unfair lock beside fair ones. */
    OTHER
  }

  static Line floor(String benchmark) {
    return new Line("floor", Role.FLOOR, benchmark, Map.of());
  }

  static Line ours(String label, String benchmark) {
    return new Line(label, Role.OURS, benchmark, Map.of());
  }

  static Line peer(String label, String benchmark) {
    return new Line(label, Role.PEER, benchmark, Map.of());
  }

  static Line other(String label, String benchmark) {
    return new Line(label, Role.OTHER, benchmark, Map.of());
  }

  /** The same of one subject of several that the benchmark knows. */
  Line of(String subject) {
    return new Line(label, role, benchmark, Map.of("subject", subject));
  }
}
