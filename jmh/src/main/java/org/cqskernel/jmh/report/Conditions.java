// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** On what it was measured, and how far the figures can be trusted. */
final class Conditions {
  private static final String AVERAGE = "load.average";
  private static final String OTHERS = "load.others";

  /** The load average reaches a minute back, into benchmarks of so many threads. */
  private static final int OWN_THREADS = 4;

  /** Above it, elapsed times and contention mean little. */
  private static final double MOST_LOAD = 1.5;

  private static final double MOST_BY_OTHERS = 0.25;

  private final Figures figures;

  Conditions(Figures figures) {
    this.figures = figures;
  }

  /** A paragraph, with warnings. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            "Kernel sources %s; commit %s; measured on %s; %s.",
            all("kernel"), all("commit"), all("date"), all("processor")));
    if (figures.conditions("kernel").size() > 1) {
      lines.add("**Warning: the figures are of more than one state of the kernel.**");
    }
    if (!figures.hasVirtualThreads()) {
      lines.add("This JDK has no virtual threads: goals about them are not measured.");
    }
    int[] rows = {0, 0};
    double[] most = {0, 0};
    figures.forEach(
        (name, metrics) -> {
          rows[0]++;
          rows[1] += isDisturbed(metrics) ? 1 : 0;
          most[0] = Math.max(most[0], of(metrics, AVERAGE));
          most[1] = Math.max(most[1], of(metrics, OTHERS));
        });
    lines.add(
        String.format(
            Locale.ROOT,
            "Load average at most %.1f; others have used at most %.2f processors.",
            most[0],
            most[1]));
    if (rows[1] > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "**Warning: %d of %d measurements were disturbed: load average more than %.1f above the"
                  + " %d threads that a benchmark may have, or more than %.2f processors used by"
                  + " others. Their elapsed times mean little, and contention may not have"
                  + " happened.**",
              rows[1],
              rows[0],
              MOST_LOAD,
              OWN_THREADS,
              MOST_BY_OTHERS));
    }
    return String.join(" ", lines) + "\n\n";
  }

  /** The load, if it is known, for a plot's caption. */
  String load() {
    double[] most = {Double.NaN};
    figures.forEach(
        (name, metrics) -> {
          if (metrics.containsKey(OTHERS)) {
            most[0] = Math.max(Double.isNaN(most[0]) ? 0 : most[0], of(metrics, OTHERS));
          }
        });
    return Double.isNaN(most[0])
        ? ""
        : String.format(Locale.ROOT, "; others used at most %.1f processors", most[0]);
  }

  private String all(String condition) {
    Set<String> answers = figures.conditions(condition);
    return answers.isEmpty() ? "not known" : String.join(", ", answers);
  }

  private static double of(Map<String, Samples> metrics, String name) {
    return metrics.containsKey(name) ? metrics.get(name).median() : 0;
  }

  private static boolean isDisturbed(Map<String, Samples> metrics) {
    return of(metrics, AVERAGE) - OWN_THREADS > MOST_LOAD || of(metrics, OTHERS) > MOST_BY_OTHERS;
  }

  /** Every measurement with the number of its samples, their spread, and the load. */
  String samples() {
    StringBuilder text = new StringBuilder("# Samples, spread and load\n\n");
    text.append(
        "Of each measurement: the number of samples; processor and elapsed time per operation (of"
            + " each thread), median, and ± half the distance of the quartiles; the load average"
            + " before and after; how many processors others used.\n\n");
    Table table =
        new Table(
            List.of(
                "measurement",
                "n",
                "processor, ns",
                "±",
                "elapsed, ns",
                "±",
                "load before",
                "after",
                "others",
                "disturbed"));
    figures.forEach(
        (name, metrics) -> {
          Samples elapsed = metrics.get(Figures.ELAPSED);
          Samples processor = metrics.get(Figures.PROCESSOR);
          if (processor == null) {
            return;
          }
          Samples average = metrics.get(AVERAGE);
          table.add(
              List.of(
                  name,
                  "" + processor.count(),
                  figure(processor.median()),
                  percent(processor.spread()),
                  figure(elapsed.median()),
                  percent(elapsed.spread()),
                  average == null ? "" : figure(average.first()),
                  average == null ? "" : figure(average.last()),
                  metrics.containsKey(OTHERS)
                      ? String.format(Locale.ROOT, "%.2f", of(metrics, OTHERS))
                      : "",
                  isDisturbed(metrics) ? "yes" : ""));
        });
    return text.append(table).toString();
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * part);
  }
}
