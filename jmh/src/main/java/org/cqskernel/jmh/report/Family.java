// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measurements that belong together: lines over points, that is one table and perhaps one plot.
 *
 * @param id its name in file names
 * @param title of the table and the plot
 * @param axis what the points are
 * @param metrics which are shown, the first of which is compared
 * @param lines what is compared
 * @param points where it was measured
 * @param perWaiter whether figures are divided by the point's number
 */
record Family(
    String id,
    String title,
    String axis,
    List<String> metrics,
    List<Line> lines,
    List<Point> points,
    boolean perWaiter) {

  /** So many bytes below nothing are noise of the heap's measurement. */
  private static final double NOISE = 0.5;

  /** Where a line was measured: a number of waiters, of threads, or a kind of threads. */
  record Point(String label, double number, Map<String, String> params, int threads) {}

  /** Points that differ in a parameter that is a number. */
  static List<Point> over(String param, long... numbers) {
    List<Point> points = new ArrayList<>();
    for (long number : numbers) {
      points.add(
          new Point(
              String.format(Locale.ROOT, "%,d", number), number, Map.of(param, "" + number), 1));
    }
    return points;
  }

  /** Points that differ in the number of threads. */
  static List<Point> overThreads(int... numbers) {
    List<Point> points = new ArrayList<>();
    for (int threads : numbers) {
      points.add(new Point("" + threads, threads, Map.of(), threads));
    }
    return points;
  }

  /** Points that differ in a parameter that is a name. */
  static List<Point> named(String param, String... names) {
    List<Point> points = new ArrayList<>();
    for (String name : names) {
      points.add(new Point(name, Double.NaN, Map.of(param, name), 1));
    }
    return points;
  }

  /** The only point. */
  static List<Point> single() {
    return List.of(new Point("", Double.NaN, Map.of(), 1));
  }

  /** Some of the lines, for a plot. */
  Family only(String name, String heading, String... labels) {
    List<Line> some = Arrays.stream(labels).map(this::line).toList();
    return new Family(name, heading, axis, metrics, some, points, perWaiter);
  }

  /** The same under another title, for a plot. */
  Family titled(String heading) {
    return new Family(id, heading, axis, metrics, lines, points, perWaiter);
  }

  String metric() {
    return metrics.get(0);
  }

  /** What was measured there, if it was. */
  Optional<Samples> samples(Figures figures, Line line, Point point, String metric) {
    Map<String, String> params = new HashMap<>(line.params());
    params.putAll(point.params());
    return figures.of(line.benchmark(), params, point.threads(), metric);
  }

  /**
   * The median of it, or another quantile that the figures name; elapsed time is that of all
   * threads together.
   */
  OptionalDouble value(Figures figures, Line line, Point point, String metric) {
    Optional<Samples> samples = samples(figures, line, point, metric);
    if (samples.isEmpty() || samples.get().median() < -NOISE) {
      return OptionalDouble.empty(); // Less than nothing is no figure.
    }
    double divisor =
        metric.equals(Figures.ELAPSED) ? point.threads() : perWaiter ? point.number() : 1;
    return OptionalDouble.of(Math.max(0, samples.get().quantile(figures.quantile())) / divisor);
  }

  /** The least of those that a line is compared with. */
  OptionalDouble bestPeer(Figures figures, Line line, Point point, String metric) {
    return least(figures, point, metric, peers(line));
  }

  private List<Line> peers(Line line) {
    return line.against().isEmpty()
        ? lines.stream().filter(other -> other.role() == Line.Role.PEER).toList()
        : line.against().stream().map(this::line).toList();
  }

  /** What the line's floor has there. */
  OptionalDouble floor(Figures figures, Line line, Point point, String metric) {
    return least(
        figures,
        point,
        metric,
        lines.stream()
            .filter(l -> l.role() == Line.Role.FLOOR && l.label().equals(line.floor()))
            .toList());
  }

  private OptionalDouble least(Figures figures, Point point, String metric, List<Line> of) {
    return of.stream()
        .map(line -> value(figures, line, point, metric))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .min();
  }

  boolean has(Line.Role role) {
    return lines.stream().anyMatch(line -> line.role() == role);
  }

  Line line(String label) {
    return lines.stream()
        .filter(line -> line.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(id + " has no line " + label));
  }

  Point point(String label) {
    return points.stream()
        .filter(point -> point.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(id + " has no point " + label));
  }
}
