// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.util.List;

/** The table at the end of a run: one row for each check, one for each part, one for all. */
final class ClosingTable {
  private ClosingTable() {}

  /** The table, ending with a line break. */
  static String of(List<Row> rows) {
    int name = "configuration or scenario".length();
    for (Row r : rows) {
      name = Math.max(name, r.name().length());
    }
    String format = "%-11s  %-" + name + "s  %14s  %9s  %s%n";
    StringBuilder out = new StringBuilder();
    String sizes = "executions";
    if (rows.stream().anyMatch(r -> r.part().equals(TlcChecks.PART))) {
      sizes = "or states";
    }
    out.append(
        String.format(format, "part", "configuration or scenario", sizes, "time", "verdict"));
    for (Row r : rows) {
      out.append(
          String.format(
              format,
              r.part(),
              r.name(),
              String.format("%,d", r.size()),
              String.format("%.2f s", r.seconds()),
              r.verdict()));
    }
    out.append("-".repeat(Math.min(100, name + 45))).append(System.lineSeparator());
    for (String part : rows.stream().map(Row::part).distinct().toList()) {
      List<Row> own = rows.stream().filter(r -> r.part().equals(part)).toList();
      out.append(
          String.format(
              format,
              part,
              own.size() + " checks",
              String.format("%,d", own.stream().mapToLong(Row::size).sum()),
              String.format("%.2f s", own.stream().mapToDouble(Row::seconds).sum()),
              summary(own)));
    }
    return out.toString();
  }

  private static String summary(List<Row> rows) {
    long violated = rows.stream().filter(r -> r.status() == Row.Status.VIOLATED).count();
    long cut = rows.stream().filter(r -> r.status() == Row.Status.CUT).count();
    if (violated == 0 && cut == 0) {
      return "all as they should be";
    }
    return violated + " violated" + (cut == 0 ? "" : ", " + cut + " cut");
  }
}
