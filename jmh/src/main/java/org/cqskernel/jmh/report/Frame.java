// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.AnnotationText;

/** The title, a line below it, and the numbers of both axes, where something was measured. */
final class Frame extends AnnotationText {
  private static final Color TEXT = new Color(0x22, 0x22, 0x22);
  private static final Color FAINT = new Color(0x66, 0x66, 0x66);
  private static final int MARGIN = -34;
  private static final int TITLE_AT = -2;
  private static final int CAPTION_AT = 18;
  private static final int VERTICAL_AT = -20;
  private static final int BELOW = 20;
  private static final int LEFT_OF = 8;

  private final String title;
  private final String caption;
  private final String vertical;
  private final List<Double> xs;
  private final List<Double> ys;
  private final double left;
  private final double bottom;
  private final double top;

  /**
   * A frame.
   *
   * @param vertical what the vertical axis is
   * @param xs where the horizontal axis has numbers
   * @param ys where the vertical axis has
   */
  Frame(
      String title,
      String caption,
      String vertical,
      List<Double> xs,
      List<Double> ys,
      double left,
      double bottom,
      double top) {
    super("", left, bottom, false);
    this.title = title;
    this.caption = caption;
    this.vertical = vertical;
    this.xs = xs;
    this.ys = ys;
    this.left = left;
    this.bottom = bottom;
    this.top = top;
  }

  @Override
  public void paint(Graphics2D g) {
    text(g, title, MARGIN, TITLE_AT, new Font(Font.SANS_SERIF, Font.BOLD, 17), TEXT);
    text(g, caption, MARGIN, CAPTION_AT, new Font(Font.SANS_SERIF, Font.PLAIN, 12), FAINT);
    vertical(g);
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    FontMetrics metrics = g.getFontMetrics(font);
    for (double x : xs) {
      String number = number(x);
      int at = getXAxisScreenValue(x) - metrics.stringWidth(number) / 2;
      text(g, number, at, getYAxisScreenValue(bottom) + BELOW, font, TEXT);
    }
    for (double y : ys) {
      String number = number(y);
      int at = getXAxisScreenValue(left) - LEFT_OF - metrics.stringWidth(number);
      text(g, number, at, getYAxisScreenValue(y) + 5, font, TEXT);
    }
  }

  /** Turned, at the left, and in the middle of the height. */
  private void vertical(Graphics2D g) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    int middle = (getYAxisScreenValue(bottom) + getYAxisScreenValue(top)) / 2;
    AffineTransform before = g.getTransform();
    g.translate(VERTICAL_AT, middle + g.getFontMetrics(font).stringWidth(vertical) / 2);
    g.rotate(-Math.PI / 2);
    text(g, vertical, 0, 0, font, TEXT);
    g.setTransform(before);
  }

  private static void text(Graphics2D g, String text, int x, int y, Font font, Color color) {
    g.setFont(font);
    g.setColor(color);
    g.drawString(text, x, y);
  }

  private static String number(double value) {
    return value < 1
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }
}
