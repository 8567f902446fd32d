// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One line of a plot. */
record Curve(Line line, Color color, List<Double> xs, List<Double> ys, List<Integer> counts) {
  /** Blue and near it, and as far apart as can be. */
  private static final Color[] OURS = {
    new Color(0x00, 0x3F, 0x8A),
    new Color(0x1E, 0x90, 0xE0),
    new Color(0x00, 0x9E, 0x9E),
    new Color(0x6A, 0x3F, 0xC0)
  };

  /** After Okabe and Ito's colours, which most colour-blind people can tell apart. */
  private static final Color[] PEERS = {
    new Color(0xD5, 0x5E, 0x00),
    new Color(0xE6, 0x9F, 0x00),
    new Color(0xCC, 0x79, 0xA7),
    new Color(0x8C, 0x51, 0x0A),
    new Color(0xB2, 0x18, 0x2B),
    new Color(0x6B, 0x8E, 0x23),
    new Color(0x40, 0x40, 0x40)
  };

  private static final Color[] FLOORS = {new Color(0x80, 0x80, 0x80), new Color(0xB0, 0xB0, 0xB0)};

  /** All lines of a family of which there is something at two points at least. */
  static List<Curve> of(Family family, Figures figures) {
    List<Curve> curves = new ArrayList<>();
    int[] used = new int[3];
    for (Line line : family.lines()) {
      Color[] colors =
          switch (line.role()) {
            case FLOOR -> FLOORS;
            case OURS -> OURS;
            default -> PEERS;
          };
      int kind = colors == FLOORS ? 0 : colors == OURS ? 1 : 2;
      if (used[kind] == colors.length) {
        throw new IllegalStateException(family.id() + " has more lines than there are colours");
      }
      Color color = colors[used[kind]++];
      Curve curve = new Curve(line, color, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (Family.Point point : family.points()) {
        OptionalDouble y = family.value(figures, line, point, family.metric());
        Optional<Samples> samples = family.samples(figures, line, point, family.metric());
        if (point.number() > 0 && y.isPresent() && y.getAsDouble() > 0) {
          curve.xs.add(point.number());
          curve.ys.add(y.getAsDouble());
          curve.counts.add(samples.orElseThrow().count());
        }
      }
      if (curve.xs.size() > 1) {
        curves.add(curve);
      }
    }
    return curves;
  }

  boolean isOurs() {
    return line.role() == Line.Role.OURS;
  }

  boolean isFloor() {
    return line.role() == Line.Role.FLOOR;
  }

  /** Threads that give up after a time, beside callbacks that are cancelled. */
  boolean isTimeOut() {
    return line.label().contains("1 ns");
  }

  double end() {
    return xs.get(xs.size() - 1);
  }

  double last() {
    return ys.get(ys.size() - 1);
  }
}
