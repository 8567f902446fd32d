// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** All goals, and all families as tables. */
final class MarkdownReport {
  private static final Map<String, String> UNITS =
      Map.of(
          Figures.PROCESSOR,
          "processor time, ns",
          Figures.ELAPSED,
          "elapsed time, ns",
          Figures.BYTES,
          "bytes",
          "levels",
          "promises resolved",
          SpaceFamilies.ITSELF,
          "bytes of the object",
          "in.all",
          "bytes in all");

  private final Figures figures;

  MarkdownReport(Figures figures) {
    this.figures = figures;
  }

  /**
   * The whole of it.
   *
   * @param heading the first line
   * @param conditions on what it was measured
   */
  String text(String heading, String conditions) {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(heading).append("\n\n").append(conditions).append("\n\n");
    text.append(goals());
    for (Family family : Families.ALL) {
      text.append(tables(family));
    }
    return text.toString();
  }

  /** Each goal, measured, with its verdict. */
  String goals() {
    Table table = new Table(List.of("what", "of", "goal", "measured", "verdict"));
    int met = 0;
    int measured = 0;
    for (Goal goal : Goals.ALL) {
      OptionalDouble value = goal.measure().apply(figures);
      if (value.isEmpty()) {
        continue;
      }
      String verdict = goal.verdict(figures);
      measured++;
      met += verdict.equals("met") ? 1 : 0;
      table.add(
          List.of(
              goal.row(),
              goal.line(),
              goal.demand(),
              Goal.number(Math.abs(value.getAsDouble())) + " " + goal.unit(),
              verdict.equals("met") ? verdict : "**" + verdict + "**"));
    }
    return String.format("## Goals: %d of %d met%n%n", met, measured).replace("\r", "")
        + table
        + "\n";
  }

  private String tables(Family family) {
    StringBuilder text = new StringBuilder();
    for (String metric : family.metrics()) {
      String table = table(family, metric);
      if (!table.isEmpty()) {
        text.append("### ").append(family.title()).append(": ");
        text.append(UNITS.get(metric)).append("\n\n").append(table).append('\n');
      }
    }
    return text.toString();
  }

  /** A row per line; behind each figure its ratio to the floor, if there is one. */
  private String table(Family family, String metric) {
    List<Family.Point> points =
        family.points().stream().filter(point -> isMeasured(family, point, metric)).toList();
    if (points.isEmpty()) {
      return "";
    }
    boolean ratios = metric.equals(family.metric()) && hasFloor(family);
    List<String> header = new ArrayList<>(List.of(family.axis().isEmpty() ? " " : family.axis()));
    for (Family.Point point : points) {
      header.add(point.label().isEmpty() ? UNITS.get(metric) : point.label());
      if (ratios) {
        header.add("/ floor");
      }
    }
    Table table = new Table(header);
    for (Line line : family.lines()) {
      List<String> row = new ArrayList<>(List.of(name(line)));
      boolean any = false;
      for (Family.Point point : points) {
        OptionalDouble value = family.value(figures, line, point, metric);
        any |= value.isPresent();
        row.add(value.isPresent() ? figure(value.getAsDouble()) : "");
        if (ratios) {
          OptionalDouble floor = family.least(figures, Line.Role.FLOOR, point, metric);
          row.add(
              value.isPresent() && floor.isPresent()
                  ? Goal.number(value.getAsDouble() / floor.getAsDouble())
                  : "");
        }
      }
      if (any) {
        table.add(row);
      }
    }
    return table.toString();
  }

  private boolean isMeasured(Family family, Family.Point point, String metric) {
    return family.lines().stream()
        .anyMatch(line -> family.value(figures, line, point, metric).isPresent());
  }

  private static boolean hasFloor(Family family) {
    return family.lines().stream().anyMatch(line -> line.role() == Line.Role.FLOOR);
  }

  private static String name(Line line) {
    return line.role() == Line.Role.OURS ? "**" + line.label() + "**" : line.label();
  }

  private static String figure(double value) {
    if (Math.abs(value) < 0.05) {
      return "0";
    }
    return Math.abs(value) < 100
        ? String.format(java.util.Locale.ROOT, "%.1f", value)
        : String.format(java.util.Locale.ROOT, "%,.0f", value);
  }
}
