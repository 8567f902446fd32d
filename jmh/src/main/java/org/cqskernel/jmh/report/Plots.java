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
import java.util.Map;
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
  private static final int WIDTH = 700;
  private static final int HEIGHT = 520;

  /** Lines' names stand to the right of the chart, where the canvas is made wider for them. */
  private static final int ROOM_FOR_NAMES = 260;

  private static final int LEFT_ROOM = 50;
  private static final int TOP_ROOM = 26;

  /** Names are so far apart at least, in parts of the plot's height. */
  private static final double NAME_HEIGHT = 0.054;

  /** By family, what a figure is per. */
  private static final Map<String, String> PER =
      Map.of(
          "one-cancelled-wait", "wait given up",
          "storm", "thread",
          "wake", "thread",
          "promise", "callback",
          "many-waiters", "callback",
          "broadcast", "callback");

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.SQUARE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private static final Pattern DIGITS = Pattern.compile("(\\d\\.\\d)\\d+");
  private static final Color GRID = new Color(0xE4, 0xE4, 0xE4);
  private static final Color FINE_GRID = new Color(0xF3, 0xF3, 0xF3);
  private static final Color TEXT = new Color(0x22, 0x22, 0x22);
  private static final int[] STEPS = {1, 2, 5, 10};

  private final Figures figures;

  Plots(Figures figures) {
    this.figures = figures;
  }

  private record Bounds(double left, double right, double bottom, double top) {
    double height(double y) {
      return Math.log10(y / bottom) / Math.log10(top / bottom);
    }

    double at(double height) {
      return bottom * Math.pow(top / bottom, height);
    }
  }

  /** Writes the family's plot, unless nothing of it was measured at two points at least. */
  boolean write(Family family, String machine, Path file) throws IOException {
    List<Curve> curves = Curve.of(family, figures);
    if (curves.isEmpty()) {
      return false;
    }
    Bounds bounds = bounds(curves);
    XYChart chart = chart(family, bounds);
    grid(chart, bounds);
    int peers = 0;
    int ours = 0;
    for (Curve curve : curves) {
      XYSeries series = chart.addSeries(curve.line().label(), curve.xs(), curve.ys());
      series.setLineColor(curve.color());
      series.setMarkerColor(curve.color());
      series.setMarker(
          curve.isFloor() ? SeriesMarkers.NONE : MARKERS[(curve.isOurs() ? ours++ : peers++) % 5]);
      series.setLineStyle(stroke(curve));
    }
    List<Double> xs =
        curves.stream().flatMap(curve -> curve.xs().stream()).distinct().sorted().toList();
    chart.addAnnotation(
        new Frame(
            family.title(),
            caption(family, machine, curves),
            "processor time per " + PER.getOrDefault(family.id(), "operation") + ", ns",
            xs,
            decades(bounds),
            bounds.left,
            bounds.bottom,
            bounds.top));
    name(chart, curves, bounds);
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
    Files.writeString(file, widened(Files.readString(file)));
    return true;
  }

  /** On what it was measured, how loaded, and how often. */
  private String caption(Family family, String machine, List<Curve> curves) {
    int least = curves.stream().flatMap(c -> c.counts().stream()).mapToInt(n -> n).min().orElse(0);
    int most = curves.stream().flatMap(c -> c.counts().stream()).mapToInt(n -> n).max().orElse(0);
    String dashes =
        curves.stream().anyMatch(Curve::isTimeOut) ? "; dashed: threads with a time-out" : "";
    return machine
        + "; medians of "
        + (least == most ? "" + least : least + " to " + most)
        + " samples"
        + new Conditions(figures).load()
        + dashes
        + (curves.stream().anyMatch(Curve::isOurs) ? "; thick: this library" : "");
  }

  private static BasicStroke stroke(Curve curve) {
    float width = curve.isOurs() ? 3.5f : curve.isFloor() ? 2f : 1.8f;
    float[] dash = curve.isFloor() ? new float[] {2, 4} : new float[] {8, 5};
    return curve.isFloor() || curve.isTimeOut()
        ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0)
        : new BasicStroke(width);
  }

  /** Room for names at the right, for numbers at the left, and for titles above. */
  private static String widened(String svg) {
    int width = LEFT_ROOM + WIDTH + ROOM_FOR_NAMES;
    int height = TOP_ROOM + HEIGHT;
    String open = svg.substring(svg.indexOf("<svg"), svg.indexOf('>', svg.indexOf("<svg")) + 1);
    String larger =
        open.replaceAll("width=\"[^\"]*\"", "width=\"" + width + "px\"")
            .replaceAll("height=\"[^\"]*\"", "height=\"" + height + "px\"")
            .replaceAll(
                "viewBox=\"[^\"]*\"",
                "viewBox=\"-%d -%d %d %d\"".formatted(LEFT_ROOM, TOP_ROOM, width, height));
    String paper =
        "<rect x=\"-%d\" y=\"-%d\" width=\"%d\" height=\"%d\" fill=\"white\"/>"
            .formatted(LEFT_ROOM, TOP_ROOM, width, height);
    // A tenth of a pixel is fine enough, and makes the file half as large.
    return DIGITS.matcher(svg.replace(open, larger + paper)).replaceAll("$1");
  }

  private XYChart chart(Family family, Bounds bounds) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(" ")
            .xAxisTitle(family.axis())
            .yAxisTitle(" ")
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
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setAxisTicksLineVisible(false);
    chart.getStyler().setAxisTicksMarksVisible(false);
    chart.getStyler().setAxisTickLabelsFont(font(Font.PLAIN, 13));
    chart.getStyler().setAxisTitleFont(font(Font.PLAIN, 14));
    chart.getStyler().setMarkerSize(8);
    // Titles and numbers are drawn by Frame, for which the canvas is made larger.
    chart.getStyler().setxAxisTickLabelsFormattingFunction(value -> "  ");
    chart.getStyler().setyAxisTickLabelsFormattingFunction(value -> "  ");
    chart.getStyler().setXAxisMin(bounds.left).setXAxisMax(bounds.right);
    chart.getStyler().setYAxisMin(bounds.bottom).setYAxisMax(bounds.top);
    return chart;
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private static Bounds bounds(List<Curve> curves) {
    double least = extreme(curves, Curve::ys, false);
    double most = extreme(curves, Curve::ys, true);
    double below = Math.pow(10, Math.floor(Math.log10(least)));
    double above = Math.pow(10, Math.floor(Math.log10(most)));
    double bottom = below;
    double top = above * 10;
    for (int step : STEPS) {
      bottom = step * below <= least * 0.95 ? step * below : bottom;
    }
    for (int i = STEPS.length - 1; i >= 0; i--) {
      top = STEPS[i] * above >= most * 1.05 ? STEPS[i] * above : top;
    }
    return new Bounds(
        extreme(curves, Curve::xs, false), extreme(curves, Curve::xs, true), bottom, top);
  }

  private static List<Double> decades(Bounds bounds) {
    List<Double> decades = new ArrayList<>();
    boolean few = bounds.top / bounds.bottom < 50;
    for (double d = Math.pow(10, Math.floor(Math.log10(bounds.bottom))); d <= bounds.top; d *= 10) {
      for (int step : few ? new int[] {1, 2, 5} : new int[] {1}) {
        if (d * step >= bounds.bottom * 0.999 && d * step <= bounds.top * 1.001) {
          decades.add(d * step);
        }
      }
    }
    return decades;
  }

  /** Lines at the numbers, fainter ones between the decades; below all curves. */
  private static void grid(XYChart chart, Bounds bounds) {
    List<Double> numbers = decades(bounds);
    for (double d = Math.pow(10, Math.floor(Math.log10(bounds.bottom))); d <= bounds.top; d *= 10) {
      for (int step : new int[] {2, 5}) {
        double y = d * step;
        if (y > bounds.bottom && y < bounds.top && !numbers.contains(y)) {
          gridLine(chart, bounds, y, FINE_GRID);
        }
      }
    }
    numbers.forEach(y -> gridLine(chart, bounds, y, GRID));
  }

  private static void gridLine(XYChart chart, Bounds bounds, double y, Color color) {
    XYSeries line =
        chart.addSeries("grid " + y, new double[] {bounds.left, bounds.right}, new double[] {y, y});
    line.setLineColor(color);
    line.setLineStyle(new BasicStroke(1f));
    line.setMarker(SeriesMarkers.NONE);
  }

  /** Puts each line's name to the right of its end, none upon another that ends there too. */
  private static void name(XYChart chart, List<Curve> curves, Bounds bounds) {
    for (double end : curves.stream().mapToDouble(Curve::end).distinct().toArray()) {
      List<Curve> sorted = new ArrayList<>(curves.stream().filter(c -> c.end() == end).toList());
      sorted.sort(Comparator.comparingDouble(Curve::last));
      double[] heights =
          spread(sorted.stream().mapToDouble(c -> bounds.height(c.last())).toArray());
      for (int i = 0; i < heights.length; i++) {
        Curve curve = sorted.get(i);
        chart.addAnnotation(
            new LineName(
                curve.line().label(),
                curve.color(),
                end,
                curve.last(),
                bounds.at(heights[i]),
                end == bounds.right));
      }
    }
  }

  /** Moves what is too near apart, half up and half down, and keeps all within the plot. */
  private static double[] spread(double[] heights) {
    for (int round = 0; round < 200; round++) {
      for (int i = 1; i < heights.length; i++) {
        double lacking = NAME_HEIGHT - (heights[i] - heights[i - 1]);
        if (lacking > 0) {
          heights[i] += lacking / 2;
          heights[i - 1] -= lacking / 2;
        }
      }
      for (int i = 0; i < heights.length; i++) {
        heights[i] = Math.max(0.01 + i * NAME_HEIGHT / 2, Math.min(0.99, heights[i]));
      }
    }
    return heights;
  }

  private static double extreme(
      List<Curve> curves, Function<Curve, List<Double>> axis, boolean most) {
    var values = curves.stream().flatMap(c -> axis.apply(c).stream()).mapToDouble(v -> v);
    return most ? values.max().orElseThrow() : values.min().orElseThrow();
  }
}
