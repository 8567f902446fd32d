// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Cost against number of waiters, both on logarithmic axes; each line's name is at its end. */
final class Plots {
  private static final int WIDTH = 660;
  private static final int HEIGHT = 560;

  /** Lines' names stand to the right of the chart, where the canvas is made wider for them. */
  private static final int ROOM_FOR_NAMES = 270;

  /** Names are so far apart at least, in parts of the plot's height. */
  private static final double NAME_HEIGHT = 0.052;

  /** Okabe and Ito's colours, which most colour-blind people can tell apart. */
  private static final Color[] OURS = {
    new Color(0x00, 0x72, 0xB2),
    new Color(0x56, 0xB4, 0xE9),
    new Color(0x00, 0x45, 0x80),
    new Color(0x2A, 0x93, 0xD5)
  };

  private static final Color[] PEERS = {
    new Color(0xD5, 0x5E, 0x00), new Color(0x00, 0x9E, 0x73), new Color(0xCC, 0x79, 0xA7),
    new Color(0xE6, 0x9F, 0x00), new Color(0x8C, 0x51, 0x0A), new Color(0x40, 0x40, 0x40),
    new Color(0x9A, 0x6A, 0xC0), new Color(0x6B, 0x8E, 0x23)
  };

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private static final Pattern DIGITS = Pattern.compile("(\\d\\.\\d)\\d+");
  private static final Color FLOOR = new Color(0x80, 0x80, 0x80);
  private static final Color GRID = new Color(0xEE, 0xEE, 0xEE);
  private static final Color TEXT = new Color(0x22, 0x22, 0x22);

  private final Figures figures;

  Plots(Figures figures) {
    this.figures = figures;
  }

  private record Curve(Line line, Color color, List<Double> xs, List<Double> ys) {
    double end() {
      return xs.get(xs.size() - 1);
    }

    double last() {
      return ys.get(ys.size() - 1);
    }
  }

  /** Writes the family's plot, unless nothing of it was measured at two points at least. */
  boolean write(Family family, String machine, Path file) throws IOException {
    List<Curve> curves = curves(family);
    if (curves.stream().noneMatch(curve -> curve.xs.size() > 1)) {
      return false;
    }
    XYChart chart = chart(family, machine);
    int peers = 0;
    int ours = 0;
    for (Curve curve : curves) {
      XYSeries series = chart.addSeries(curve.line.label(), curve.xs, curve.ys);
      boolean own = curve.line.role() == Line.Role.OURS;
      boolean floor = curve.line.role() == Line.Role.FLOOR;
      series.setLineColor(curve.color);
      series.setMarkerColor(curve.color);
      series.setMarker(floor ? SeriesMarkers.NONE : MARKERS[(own ? ours++ : peers++) % 5]);
      series.setLineStyle(
          floor
              ? new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash(), 0)
              : new BasicStroke(own ? 3.5f : 1.8f));
    }
    name(chart, curves);
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    Files.writeString(file, widened(Files.readString(file)));
    return true;
  }

  private static String widened(String svg) {
    int width = WIDTH + ROOM_FOR_NAMES;
    // A tenth of a pixel is fine enough, and makes the file half as large.
    return DIGITS
        .matcher(svg)
        .replaceAll("$1")
        .replace("width=\"" + WIDTH, "width=\"" + width)
        .replace("0 0 " + WIDTH + " ", "0 0 " + width + " ");
  }

  private static float[] dash() {
    return new float[] {6, 5};
  }

  private List<Curve> curves(Family family) {
    List<Curve> curves = new ArrayList<>();
    int peers = 0;
    int ours = 0;
    for (Line line : family.lines()) {
      Color color =
          switch (line.role()) {
            case FLOOR -> FLOOR;
            case OURS -> OURS[ours++ % OURS.length];
            default -> PEERS[peers++ % PEERS.length];
          };
      Curve curve = new Curve(line, color, new ArrayList<>(), new ArrayList<>());
      for (Family.Point point : family.points()) {
        OptionalDouble y = family.value(figures, line, point, family.metric());
        if (point.number() > 0 && y.isPresent() && y.getAsDouble() > 0) {
          curve.xs.add(point.number());
          curve.ys.add(y.getAsDouble());
        }
      }
      if (!curve.xs.isEmpty()) {
        curves.add(curve);
      }
    }
    return curves;
  }

  private XYChart chart(Family family, String machine) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(family.title() + " (" + machine + ")")
            .xAxisTitle(family.axis())
            .yAxisTitle("processor time, ns")
            .build();
    Styler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setLegendVisible(false);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(font(Font.BOLD, 15));
    styler.setChartFontColor(TEXT);
    styler.setAnnotationTextFont(font(Font.BOLD, 13));
    styler.setChartPadding(14);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setPlotGridLinesColor(GRID);
    chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1f));
    chart.getStyler().setAxisTickMarksColor(GRID);
    chart.getStyler().setAxisTickLabelsFont(font(Font.PLAIN, 13));
    chart.getStyler().setAxisTitleFont(font(Font.PLAIN, 14));
    chart.getStyler().setAxisTickLabelsColor(TEXT);
    chart.getStyler().setMarkerSize(8);
    chart.getStyler().setXAxisDecimalPattern("#,###");
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setYAxisDecimalPattern("#,###");
    return chart;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /** Puts each line's name to the right of its end, none upon another that ends there too. */
  private static void name(XYChart chart, List<Curve> curves) {
    double left = extreme(curves, Curve::xs, false);
    double right = extreme(curves, Curve::xs, true);
    double bottom = Math.pow(10, Math.floor(Math.log10(extreme(curves, Curve::ys, false))));
    double top = Math.pow(10, Math.ceil(Math.log10(extreme(curves, Curve::ys, true))));
    chart.getStyler().setXAxisMin(left).setXAxisMax(right);
    chart.getStyler().setYAxisMin(bottom).setYAxisMax(top);
    double decades = Math.log10(top / bottom);
    for (double end : curves.stream().mapToDouble(Curve::end).distinct().toArray()) {
      List<Curve> sorted = new ArrayList<>(curves.stream().filter(c -> c.end() == end).toList());
      sorted.sort(Comparator.comparingDouble(Curve::last));
      double[] heights =
          spread(
              sorted.stream().mapToDouble(c -> Math.log10(c.last() / bottom) / decades).toArray());
      for (int i = 0; i < heights.length; i++) {
        Curve curve = sorted.get(i);
        double height = bottom * Math.pow(10, heights[i] * decades);
        chart.addAnnotation(
            new LineName(curve.line.label(), curve.color, end, curve.last(), height));
      }
    }
  }

  /** Moves what is too near apart, from below and then from above. */
  private static double[] spread(double[] heights) {
    for (int i = 1; i < heights.length; i++) {
      heights[i] = Math.max(heights[i], heights[i - 1] + NAME_HEIGHT);
    }
    double limit = 0.985;
    for (int i = heights.length - 1; i >= 0; i--) {
      heights[i] = Math.min(heights[i], limit);
      limit = heights[i] - NAME_HEIGHT;
    }
    return heights;
  }

  private static double extreme(
      List<Curve> curves, Function<Curve, List<Double>> axis, boolean most) {
    var values = curves.stream().flatMap(c -> axis.apply(c).stream()).mapToDouble(v -> v);
    return most ? values.max().orElseThrow() : values.min().orElseThrow();
  }
}
