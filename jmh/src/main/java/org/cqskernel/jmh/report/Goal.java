// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What one line is to reach at one point.
 *
 * @param row what it is about
 * @param line whose
 * @param demand in words
 * @param measure takes the figure that is compared
 * @param limit the most that it may be
 * @param unit of the figure: "x" for a ratio
 */
record Goal(
    String row,
    String line,
    String demand,
    Function<Figures, OptionalDouble> measure,
    double limit,
    String unit) {

  /** Whether it is met, in words. */
  String verdict(Figures figures) {
    OptionalDouble measured = measure.apply(figures);
    if (measured.isEmpty()) {
      return "not measured";
    }
    return isMet(measured.getAsDouble()) ? "met" : "not met";
  }

  boolean isMet(double measured) {
    // What is printed as equal, is.
    return measured <= limit + (Math.abs(limit) < 10 ? 0.005 : 0.05);
  }

  static Goal timesFloor(Family family, String line, String point, double limit) {
    return ratio(family, line, point, limit, "floor", Line.Role.FLOOR);
  }

  static Goal timesBestPeer(Family family, String line, String point, double limit) {
    return ratio(family, line, point, limit, "best peer", Line.Role.PEER);
  }

  private static Goal ratio(
      Family family, String line, String point, double limit, String than, Line.Role role) {
    Family.Point at = family.point(point);
    Line ours = family.line(line);
    return new Goal(
        row(family, at),
        line,
        "<= " + number(limit) + " x " + than,
        figures ->
            quotient(
                family.value(figures, ours, at, family.metric()),
                family.least(figures, role, at, family.metric())),
        limit,
        "x");
  }

  static Goal timesLine(Family family, String line, String point, double limit, String other) {
    Family.Point at = family.point(point);
    return new Goal(
        row(family, at),
        line,
        "<= " + number(limit) + " x " + other,
        figures ->
            quotient(
                family.value(figures, family.line(line), at, family.metric()),
                family.value(figures, family.line(other), at, family.metric())),
        limit,
        "x");
  }

  /** Flat: no more there than at a smaller point. */
  static Goal timesPoint(
      Family family, String line, String point, double limit, String than, String metric) {
    Family.Point at = family.point(point);
    Line ours = family.line(line);
    return new Goal(
        row(family, at),
        line,
        "<= " + number(limit) + " x that at " + than,
        figures ->
            quotient(
                family.value(figures, ours, at, metric),
                family.value(figures, ours, family.point(than), metric)),
        limit,
        metric.equals(Figures.BYTES) ? "x (bytes)" : "x");
  }

  static Goal atMost(
      Family family, String line, String point, double limit, String metric, String unit) {
    Family.Point at = family.point(point);
    return new Goal(
        row(family, at),
        line,
        "<= " + number(limit) + " " + unit,
        figures -> family.value(figures, family.line(line), at, metric),
        limit,
        unit);
  }

  /** A count that must be reached. */
  static Goal atLeast(Family family, String line, double least, String metric, String unit) {
    return new Goal(
        family.title(),
        line,
        ">= " + number(least) + " " + unit,
        figures -> {
          OptionalDouble value =
              family.value(figures, family.line(line), family.points().get(0), metric);
          return value.isPresent()
              ? OptionalDouble.of(-value.getAsDouble())
              : OptionalDouble.empty();
        },
        -least,
        unit);
  }

  private static String row(Family family, Family.Point point) {
    return point.label().isEmpty()
        ? family.title()
        : family.title() + "; " + point.label() + " " + family.axis();
  }

  private static OptionalDouble quotient(OptionalDouble value, OptionalDouble reference) {
    return value.isPresent() && reference.isPresent()
        ? OptionalDouble.of(value.getAsDouble() / reference.getAsDouble())
        : OptionalDouble.empty();
  }

  static String number(double value) {
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return Math.abs(value) < 10
        ? String.format(Locale.ROOT, "%.2f", value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }
}
