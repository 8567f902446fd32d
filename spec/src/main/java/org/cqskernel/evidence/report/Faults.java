// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cqskernel.evidence.report.Evidence.CheckEntry;
import org.cqskernel.evidence.results.JsonRows;

/** What became of faults that were put into the kernel. */
final class Faults {
  private static final List<String> SORTS =
      List.of(
          "found",
          "found by a check that does not end",
          "equivalent",
          "not observable",
          "survived");

  private Faults() {}

  /**
   * Found, found by a check that did not end, equivalent, not observable; empty if there is none.
   */
  static String parts(List<CheckEntry> checks) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    SORTS.forEach(sort -> counts.put(sort, 0));
    for (CheckEntry c : checks) {
      String sort = sort(c);
      if (!sort.isEmpty()) {
        counts.merge(sort, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .filter(e -> e.getValue() > 0)
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String sort(CheckEntry c) {
    if (!Set.of("passed", "recorded", "failed").contains(c.state())) {
      return ""; // Not known for these sources.
    }
    if (!c.killer().isEmpty()) {
      return SORTS.get(c.bound().equals(JsonRows.TIMED_OUT) ? 1 : 0);
    }
    String word = c.result().split("[ ,:]", 2)[0];
    return word.matches("equivalent|not-observable|survived") ? word.replace('-', ' ') : "";
  }
}
