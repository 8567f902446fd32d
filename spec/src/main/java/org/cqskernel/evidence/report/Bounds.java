// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import org.cqskernel.evidence.results.Row;
import org.cqskernel.evidence.sources.Check;

/** How far a check looks, in words, where neither it nor its result says so. */
final class Bounds {
  private Bounds() {}

  static String of(Check check, Row row) {
    if (row != null && !row.bound().isEmpty()) {
      return row.bound();
    }
    if (!check.bound().isEmpty()) {
      return check.bound();
    }
    return switch (check.kind()) {
      case UNIT -> "one run";
      case EXPLORER -> "all interleavings of its threads";
      case TLA -> "all states of its configuration";
      case LINCHECK -> "the default number of schedules of the module";
      case JCSTRESS -> "as many samples as the time of the run gives";
      case COQ -> "any number of threads";
      case MUTANT, REGRESSION -> "";
    };
  }
}
