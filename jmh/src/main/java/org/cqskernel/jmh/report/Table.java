// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table whose columns are aligned, so that it can be read as it is. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> header) {
    rows.add(header);
  }

  void add(List<String> row) {
    rows.add(row);
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(Math.max(widths[i], 3), row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      text.append('|');
      for (int i = 0; i < columns; i++) {
        String cell = rows.get(r).get(i);
        String space = " ".repeat(widths[i] - cell.length());
        text.append(' ').append(i == 0 ? cell + space : space + cell).append(" |");
      }
      text.append('\n');
      if (r == 0) {
        text.append('|');
        for (int i = 0; i < columns; i++) {
          String line = "-".repeat(widths[i]);
          text.append(i == 0 ? " " + line + " |" : " " + line.substring(1) + ": |");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
