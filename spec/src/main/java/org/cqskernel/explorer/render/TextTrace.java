// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.render;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Trace;

/** Draws an execution as text: one column for each thread, one row for each step. */
public final class TextTrace {
  private static final int WIDEST = 58;

  private TextTrace() {}

  /** The drawing, ending with a line break. */
  public static String draw(Trace trace) {
    int columns = trace.threads().size();
    int[] width = new int[columns];
    for (int c = 0; c < columns; c++) {
      width[c] = trace.threads().get(c).length();
    }
    List<List<String>> cells = new ArrayList<>();
    for (Trace.Step s : trace.steps()) {
      List<String> lines = new ArrayList<>();
      String mark = s.highlighted() ? "» " : "";
      wrap(mark + s.label(), lines);
      if (!s.site().isEmpty()) {
        wrap("  at " + s.site(), lines);
      }
      for (String line : lines) {
        width[s.thread()] = Math.max(width[s.thread()], line.length());
      }
      cells.add(lines);
    }
    StringBuilder out = new StringBuilder();
    row(out, "step", trace.threads(), width);
    rule(out, width);
    for (int i = 0; i < cells.size(); i++) {
      int thread = trace.steps().get(i).thread();
      for (int k = 0; k < cells.get(i).size(); k++) {
        List<String> row = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
          row.add(c == thread ? cells.get(i).get(k) : "");
        }
        row(out, k == 0 ? String.valueOf(i + 1) : "", row, width);
      }
    }
    rule(out, width);
    out.append(trace.failure() == null ? "no failure" : trace.failure().sentence());
    return out.append('\n').toString();
  }

  private static void wrap(String text, List<String> lines) {
    String rest = text;
    while (rest.length() > WIDEST) {
      int cut = rest.lastIndexOf(' ', WIDEST);
      cut = cut < WIDEST / 2 ? WIDEST : cut;
      lines.add(rest.substring(0, cut));
      rest = "    " + rest.substring(cut).stripLeading();
    }
    lines.add(rest);
  }

  private static void row(StringBuilder out, String number, List<String> cells, int[] width) {
    StringBuilder line = new StringBuilder(String.format("%4s", number));
    for (int c = 0; c < width.length; c++) {
      line.append(" │ ").append(String.format("%-" + width[c] + "s", cells.get(c)));
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }

  private static void rule(StringBuilder out, int[] width) {
    out.append("────");
    for (int w : width) {
      out.append("─┼─").append("─".repeat(w));
    }
    out.append('\n');
  }
}
