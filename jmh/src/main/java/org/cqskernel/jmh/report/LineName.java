// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import org.knowm.xchart.AnnotationText;

/** A line's name, in its colour, to the right of its end and joined to it. */
final class LineName extends AnnotationText {
  private static final int GAP = 8;
  private static final int INDENT = 24;
  private static final int ABOVE = 16;
  private static final float HALO = 4;

  private final String name;
  private final Color color;
  private final double end;
  private final double height;
  private final boolean outside;

  /**
   * A name.
   *
   * @param end x of the line's end
   * @param endHeight y of the line's end
   * @param height y of the name
   * @param outside whether it stands outside the plot; inside it stands above the line's end
   */
  LineName(String name, Color color, double end, double endHeight, double height, boolean outside) {
    super(name, end, endHeight, false);
    this.name = name;
    this.color = color;
    this.end = end;
    this.height = height;
    this.outside = outside;
  }

  @Override
  public void paint(Graphics2D g) {
    int fromX = getXAxisScreenValue(end) + GAP;
    int fromY = getYAxisScreenValue(y);
    Font font = styler.getAnnotationTextFont();
    int toX = fromX + INDENT;
    int toY = getYAxisScreenValue(height);
    if (outside) {
      g.setColor(color);
      g.setStroke(new BasicStroke(1f));
      g.drawLine(fromX, fromY, toX, toY);
    } else {
      toX = fromX - GAP - g.getFontMetrics(font).stringWidth(name) / 2;
      toY -= ABOVE;
    }
    AffineTransform place =
        AffineTransform.getTranslateInstance(toX + GAP / 2.0, toY + font.getSize() * 0.36);
    Shape text = new TextLayout(name, font, g.getFontRenderContext()).getOutline(place);
    g.setColor(Color.WHITE);
    g.setStroke(new BasicStroke(HALO)); // So that it can be read where another line passes.
    g.draw(text);
    g.setColor(color);
    g.fill(text);
  }
}
