// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.render;

import java.util.List;
import org.cqskernel.explorer.Result;

/** The table at the end of a run: one row for each scenario. */
public final class ClosingTable {
  private ClosingTable() {}

  /** The table, ending with a line break. */
  public static String of(List<Result> results) {
    int name = 8;
    for (Result r : results) {
      name = Math.max(name, r.scenario().length());
    }
    String format = "%-" + name + "s  %12s  %10s  %12s  %8s  %10s  %s%n";
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            format, "scenario", "executions", "pruned", "steps", "longest", "time", "verdict"));
    long executions = 0;
    long pruned = 0;
    long steps = 0;
    double seconds = 0;
    for (Result r : results) {
      double s = r.time().toNanos() / 1e9;
      out.append(
          String.format(
              format,
              r.scenario(),
              grouped(r.executions()),
              grouped(r.pruned()),
              grouped(r.steps()),
              r.longest(),
              String.format("%.2f s", s),
              r.verdictText() + (r.note().isEmpty() ? "" : "; " + r.note())));
      executions += r.executions();
      pruned += r.pruned();
      steps += r.steps();
      seconds += s;
    }
    out.append(
        String.format(
            format,
            "all",
            grouped(executions),
            grouped(pruned),
            grouped(steps),
            "",
            String.format("%.2f s", seconds),
            ""));
    return out.toString();
  }

  private static String grouped(long n) {
    return String.format("%,d", n);
  }
}
