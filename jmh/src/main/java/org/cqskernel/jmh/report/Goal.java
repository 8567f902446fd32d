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

  private static final String BYTES = "B";

  static final String MET = "met";
  static final String NOT_MET = "not met";

  /** The medians say no, and the quartiles overlap: the measurement does not tell. */
  static final String LEVEL = "level";

  static final String NOT_MEASURED = "not measured";

  /** Whether it is met, in words. */
  String verdict(Figures figures) {
    OptionalDouble measured = measure.apply(figures);
    if (measured.isEmpty()) {
      return NOT_MEASURED;
    }
    if (isMet(measured.getAsDouble())) {
      return MET;
    }
    OptionalDouble kindest = measure.apply(figures.kindest());
    return kindest.isPresent() && isMet(kindest.getAsDouble()) ? LEVEL : NOT_MET;
  }

  boolean isMet(double measured) {
    return (unit.equals(BYTES) ? tenths(measured) : measured) <= limit;
  }

  /** The profiler counts what the harness allocates too, which is a hundredth of a byte or two. */
  private static double tenths(double bytes) {
    return Math.rint(bytes * 10) / 10;
  }

  /** The figure, with as many digits as it takes to see on which side of the limit it lies. */
  String measured(Figures figures) {
    OptionalDouble value = measure.apply(figures);
    if (value.isEmpty()) {
      return "-";
    }
    double figure = value.getAsDouble();
    String text = number(Math.abs(figure));
    if (!isMet(figure) && figure - limit < 0.01) {
      text = String.format(Locale.ROOT, "%.4f", Math.abs(figure));
    }
    return text + " " + unit;
  }

  static Goal timesFloor(Family family, String line, String point, double limit) {
    return timesFloor(family, line, point, limit, family.line(line).floor());
  }

  static Goal timesFloor(Family family, String line, String point, double limit, String floor) {
    return timesLine(family, line, point, limit, floor);
  }

  static Goal timesBestPeer(Family family, String line, String point, double limit) {
    return timesBestPeer(family, line, point, limit, family.metric());
  }

  /** The best of those that do the same job and are as fair. */
  static Goal timesBestPeer(Family family, String line, String point, double limit, String metric) {
    Family.Point at = family.point(point);
    Line ours = family.line(line);
    String peer = ours.against().size() == 1 ? ours.against().get(0) : "best peer";
    return new Goal(
        row(family, at),
        line,
        "<= " + number(limit) + " x " + peer,
        figures ->
            quotient(
                family.value(figures, ours, at, metric),
                family.bestPeer(figures.others(), ours, at, metric)),
        limit,
        unit(metric));
  }

  static Goal timesLine(Family family, String line, String point, double limit, String other) {
    Family.Point at = family.point(point);
    Line ours = family.line(line);
    Line than = family.line(other);
    return new Goal(
        row(family, at),
        line,
        "<= " + number(limit) + " x " + other,
        figures ->
            quotient(
                family.value(figures, ours, at, family.metric()),
                family.value(figures.others(), than, at, family.metric())),
        limit,
        unit(family.metric()));
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
                family.value(figures.others(), ours, family.point(than), metric)),
        limit,
        unit(metric));
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

  private static String unit(String metric) {
    return switch (metric) {
      case Figures.BYTES -> "x (bytes)";
      case Figures.ELAPSED -> "x (elapsed)";
      default -> "x";
    };
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
