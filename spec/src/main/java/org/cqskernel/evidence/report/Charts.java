// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cqskernel.evidence.report.Evidence.CheckEntry;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.HorizontalBarStyler;
import org.knowm.xchart.style.Styler.ChartTheme;

/** The plots of the page, as SVG. */
final class Charts {
  private static final int WIDTH = 720;
  private static final int ROW = 19;
  private static final int FRAME = 90;
  private static final int SLOWEST = 20;
  private static final int LARGEST = 40;
  private static final Color INK = new Color(0x22, 0x2B, 0x36);
  private static final Color BAR = new Color(0x00, 0x72, 0xB2);

  /**
   * One plot.
   *
   * @param image a data URI
   * @param text what it shows, for those who do not see it
   */
  public record Plot(String title, String image, String text) {}

  private Charts() {}

  /** The plots for which there are numbers. */
  static List<Plot> of(Evidence evidence) throws IOException {
    List<Plot> plots = new ArrayList<>();
    Map<String, CheckEntry> checks = new LinkedHashMap<>();
    evidence.obligations().stream()
        .flatMap(o -> o.checks().stream())
        .forEach(c -> checks.putIfAbsent(c.kind() + " " + c.name(), c));
    Map<String, Double> states = new TreeMap<>();
    Map<String, Double> executions = new TreeMap<>();
    Map<String, Double> times = new LinkedHashMap<>();
    for (CheckEntry c : checks.values()) {
      if (c.kind().equals("tla") && c.role().equals("holds") && c.amount() > 0) {
        states.put(c.name(), (double) c.amount());
      }
      if (c.kind().equals("explorer") && c.role().equals("holds") && c.amount() > 0) {
        executions.put(c.name(), (double) c.amount());
      }
    }
    checks.values().stream()
        .filter(c -> c.seconds() >= 0.1 && !c.kind().equals("mutant"))
        .sorted(Comparator.comparingDouble(CheckEntry::seconds).reversed())
        .limit(SLOWEST)
        .forEach(c -> times.put(c.shortName(), c.seconds()));
    add(plots, "Distinct states of the models that hold, as TLC counts them", states, true);
    add(plots, "Executions of the explorer: the scenarios with most", largest(executions), true);
    add(plots, "The slowest checks, in seconds", times, false);
    add(plots, "Mutants, by the kind of check that finds them first", killers(evidence), false);
    return plots;
  }

  /** Those that look at most, by name. */
  private static Map<String, Double> largest(Map<String, Double> values) {
    Map<String, Double> kept = new TreeMap<>();
    values.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(LARGEST)
        .forEach(e -> kept.put(e.getKey(), e.getValue()));
    return kept;
  }

  private static Map<String, Double> killers(Evidence evidence) {
    Map<String, Double> killers = new TreeMap<>();
    for (CheckEntry m : evidence.mutants()) {
      String by =
          !m.killer().isEmpty()
              ? m.killer().split(" ", 2)[0]
              : Set.of("passed", "recorded", "failed").contains(m.state())
                  ? m.result().split("[ ,:]", 2)[0]
                  : "no valid result";
      killers.merge(by, 1.0, Double::sum);
    }
    return killers;
  }

  private static void add(
      List<Plot> plots, String title, Map<String, Double> values, boolean logarithmic)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>(values.keySet());
    List<Double> numbers =
        names.stream().map(values::get).map(n -> logarithmic ? Math.log10(n) : n).toList();
    HorizontalBarChart chart =
        new HorizontalBarChartBuilder()
            .width(WIDTH)
            .height(FRAME + ROW * names.size())
            .theme(ChartTheme.XChart)
            .build();
    chart.addSeries("all", numbers, names).setFillColor(BAR);
    style(chart.getStyler(), logarithmic);
    ByteArrayOutputStream svg = new ByteArrayOutputStream();
    VectorGraphicsEncoder.saveVectorGraphic(chart, svg, VectorGraphicsFormat.SVG);
    StringBuilder text = new StringBuilder(title + ": ");
    values.forEach((name, n) -> text.append(name).append(' ').append(number(n)).append("; "));
    plots.add(new Plot(title, dataUri(svg.toString(StandardCharsets.UTF_8)), text.toString()));
  }

  private static void style(HorizontalBarStyler style, boolean logarithmic) {
    style.setLegendVisible(false);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotGridLinesColor(new Color(0xDD, 0xE2, 0xE8));
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setPlotGridHorizontalLinesVisible(false);
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setAxisTickLabelsColor(INK);
    style.setLabelsVisible(false);
    style.setAvailableSpaceFill(0.7);
    style.setXAxisDecimalPattern("#,##0.#");
    style.setXAxisMaxLabelCount(1000); // A label for each bar.
    if (logarithmic) {
      // Bars of XChart begin at 0, so they show the logarithm, and the labels undo it.
      style.setXAxisTickLabelsFormattingFunction(
          log -> log == Math.rint(log) ? number(Math.pow(10, log)) : "");
    }
  }

  private static String number(double n) {
    return n == Math.rint(n)
        ? String.format(java.util.Locale.ROOT, "%,.0f", n)
        : String.format(java.util.Locale.ROOT, "%.1f", n);
  }

  private static String dataUri(String svg) {
    byte[] bytes = svg.getBytes(StandardCharsets.UTF_8);
    return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
