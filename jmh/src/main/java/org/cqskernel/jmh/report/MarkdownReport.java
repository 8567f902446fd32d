// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** All goals, and all families as tables. */
final class MarkdownReport {
  private static final Map<String, String> UNITS =
      Map.of(
          Figures.PROCESSOR,
          "processor time, ns",
          Figures.ELAPSED,
          "elapsed time of all threads together, ns",
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
    text.append(new Conditions(figures).text()).append(goals());
    for (Family family : Families.ALL) {
      text.append(tables(family));
    }
    return text.toString();
  }

  /** Each goal, measured, with its verdict. */
  String goals() {
    Table table = new Table(List.of("what", "of", "goal", "measured", "verdict"));
    Map<String, Integer> verdicts = new LinkedHashMap<>();
    for (Goal goal : Goals.ALL) {
      String verdict = goal.verdict(figures);
      verdicts.merge(verdict, 1, Integer::sum);
      table.add(
          List.of(
              goal.row(),
              goal.line(),
              goal.demand(),
              goal.measured(figures),
              verdict.equals(Goal.MET) ? verdict : "**" + verdict + "**"));
    }
    return String.format(
            Locale.ROOT,
            "## Goals: %d; %d met, %d level, %d not met, %d not measured\n\n%s\n\n",
            Goals.ALL.size(),
            verdicts.getOrDefault(Goal.MET, 0),
            verdicts.getOrDefault(Goal.LEVEL, 0),
            verdicts.getOrDefault(Goal.NOT_MET, 0),
            verdicts.getOrDefault(Goal.NOT_MEASURED, 0),
            "Level: not met by the medians, but met between the quartiles, so the measurement does not tell.")
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
    if (!text.isEmpty()) {
      text.append(notCompared(family));
    }
    return text.toString();
  }

  /** Who is shown and not compared, and why. */
  private static String notCompared(Family family) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (Line line : family.lines()) {
      if (line.role() == Line.Role.OTHER) {
        byReason.computeIfAbsent(line.reason(), reason -> new ArrayList<>()).add(line.label());
      }
    }
    StringBuilder text = new StringBuilder();
    byReason.forEach(
        (reason, labels) ->
            text.append("Shown, not compared: ")
                .append(String.join("; ", labels))
                .append(": ")
                .append(reason)
                .append(".\n\n"));
    return text.toString();
  }

  /** A row per line; behind each figure its ratios to its floor and to the best of its peers. */
  private String table(Family family, String metric) {
    List<Family.Point> points =
        family.points().stream().filter(point -> isMeasured(family, point, metric)).toList();
    if (points.isEmpty()) {
      return "";
    }
    boolean time = metric.equals(Figures.PROCESSOR) || metric.equals(Figures.ELAPSED);
    boolean floors = time && family.has(Line.Role.FLOOR);
    boolean peers = time && family.has(Line.Role.PEER);
    List<String> header = new ArrayList<>(List.of(family.axis().isEmpty() ? " " : family.axis()));
    for (Family.Point point : points) {
      header.add(point.label().isEmpty() ? UNITS.get(metric) : point.label());
      if (floors) {
        header.add("/ floor");
      }
      if (peers) {
        header.add("/ best peer");
      }
    }
    Table table = new Table(header);
    for (Line line : family.lines()) {
      List<String> row = new ArrayList<>(List.of(name(line)));
      for (Family.Point point : points) {
        OptionalDouble value = family.value(figures, line, point, metric);
        row.add(value.isPresent() ? figure(value.getAsDouble()) : "");
        if (floors) {
          row.add(ratio(value, family.floor(figures, line, point, metric)));
        }
        if (peers) {
          row.add(
              line.role() == Line.Role.OURS
                  ? ratio(value, family.bestPeer(figures, line, point, metric))
                  : "");
        }
      }
      if (row.stream().skip(1).anyMatch(cell -> !cell.isEmpty())) {
        table.add(row);
      }
    }
    return table.toString();
  }

  private static String ratio(OptionalDouble value, OptionalDouble reference) {
    return value.isPresent() && reference.isPresent() && reference.getAsDouble() > 0
        ? Goal.number(value.getAsDouble() / reference.getAsDouble())
        : "";
  }

  private boolean isMeasured(Family family, Family.Point point, String metric) {
    return family.lines().stream()
        .anyMatch(line -> family.value(figures, line, point, metric).isPresent());
  }

  private static String name(Line line) {
    return line.role() == Line.Role.OURS ? "**" + line.label() + "**" : line.label();
  }

  private static String figure(double value) {
    if (Math.abs(value) < 0.05) {
      return "0";
    }
    return Math.abs(value) < 100
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
