// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.cqskernel.evidence.report.Evidence.Cell;
import org.cqskernel.evidence.report.Evidence.GroupLine;
import org.cqskernel.evidence.report.Evidence.KindLine;

/** The report as a table on the console. */
public final class Console {
  private static final int MOST = 30;

  private Console() {}

  /** Prints the table, what limits it, and why the build fails if it does. */
  public static void print(Evidence e, PrintWriter out) {
    out.println();
    out.println("Evidence: checks with a valid result / checks, by group and kind");
    out.printf("%-6s %5s", "group", "ids");
    for (KindLine kind : e.summary().byKind()) {
      out.printf(" %11s", kind.title());
    }
    out.println();
    for (GroupLine group : e.summary().byGroup()) {
      out.printf("%-6s %5d", group.group(), group.obligations());
      for (Cell cell : group.cells()) {
        out.printf(" %11s", text(cell));
      }
      out.println();
    }
    out.printf("%-6s %5d", "all", e.summary().obligations());
    for (KindLine kind : e.summary().byKind()) {
      out.printf(" %11s", kind.checks() == 0 ? "" : kind.good() + "/" + kind.checks());
    }
    out.println();
    out.println("Obligations by status: " + words(e.summary().byStatus().toString()));
    out.println("Obligations by evidence: " + words(e.summary().byState().toString()));
    e.remarks().forEach(remark -> out.println("note: " + remark));
    if (!e.gaps().isEmpty()) {
      out.printf(Locale.ROOT, "note: %d known gaps in the evidence%n", e.gaps().size());
    }
    print("FAULT ", e.faults(), out);
    out.flush();
  }

  private static void print(String prefix, List<String> lines, PrintWriter out) {
    lines.stream().limit(MOST).forEach(line -> out.println(prefix + line));
    if (lines.size() > MOST) {
      out.println(prefix + "and " + (lines.size() - MOST) + " more");
    }
  }

  private static String text(Cell cell) {
    String mark =
        switch (cell.state()) {
          case "bad" -> " !";
          case "missing" -> "missing";
          default -> "";
        };
    return (cell.checks() == 0 ? "" : cell.good() + "/" + cell.checks()) + mark;
  }

  private static String words(String map) {
    return map.replaceAll("[{}]", "").replace('=', ' ');
  }
}
