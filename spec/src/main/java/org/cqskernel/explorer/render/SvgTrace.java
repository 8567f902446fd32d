// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.render;

import java.util.List;
import org.cqskernel.explorer.Trace;

/** Draws an execution as a self-contained SVG picture or HTML page. */
public final class SvgTrace {
  private static final int ROW = 44;
  private static final int TOP = 84;
  private static final int MARGIN = 56;
  private static final String[] COLOURS = {
    "#2f6f9f", "#b5651d", "#3f8f4f", "#8a4f9e", "#a8404f", "#5a6b7b"
  };

  private SvgTrace() {}

  /** An HTML page with the picture. */
  public static String page(Trace trace) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head><meta charset="utf-8"><title>%s</title></head>
    <body style="margin:24px;background:#ffffff">
    %s</body>
    </html>
    """
        .formatted(escape(trace.scenario()), draw(trace));
  }

  /** The picture. */
  public static String draw(Trace trace) {
    int columns = trace.threads().size();
    int column = columnWidth(trace);
    int width = Math.max(MARGIN + columns * column + 24, 640);
    List<String> verdict = verdict(trace, (width - 56) / 7);
    int rows = trace.steps().size();
    int bottom = TOP + rows * ROW + 16;
    int height = bottom + 20 * verdict.size() + 32;
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="ui-monospace,Menlo,Consolas,monospace" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(width, height, width, height));
    text(out, 16, 28, "#1b1f24", "16", "bold", trace.scenario());
    for (int c = 0; c < columns; c++) {
      header(out, MARGIN + c * column, column, bottom, COLOURS[c % COLOURS.length], trace, c);
    }
    for (int i = 0; i < rows; i++) {
      step(out, trace, i, column);
    }
    String colour = trace.failure() == null ? "#3f8f4f" : "#b3261e";
    out.append(
        "<rect x=\"16\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\"/>\n"
            .formatted(bottom, width - 32, 20 * verdict.size() + 12, colour));
    for (int k = 0; k < verdict.size(); k++) {
      text(out, 28, bottom + 22 + 20 * k, "#ffffff", "13", "bold", verdict.get(k));
    }
    return out.append("</svg>\n").toString();
  }

  private static int columnWidth(Trace trace) {
    int longest = 20;
    for (Trace.Step s : trace.steps()) {
      longest = Math.max(longest, Math.max(s.label().length(), s.site().length()));
    }
    return Math.min(60, longest) * 8 + 28;
  }

  private static void header(
      StringBuilder out, int x, int column, int bottom, String colour, Trace trace, int c) {
    int middle = x + (column - 12) / 2;
    out.append(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-opacity=\"0.35\"/>\n"
            .formatted(middle, TOP - 12, middle, bottom - 8, colour));
    out.append(
        "<rect x=\"%d\" y=\"44\" width=\"%d\" height=\"26\" rx=\"6\" fill=\"%s\"/>\n"
            .formatted(x, column - 12, colour));
    text(out, x + 10, 62, "#ffffff", "13", "bold", trace.threads().get(c));
  }

  private static void step(StringBuilder out, Trace trace, int i, int column) {
    Trace.Step s = trace.steps().get(i);
    String colour = s.highlighted() ? "#b3261e" : COLOURS[s.thread() % COLOURS.length];
    int x = MARGIN + s.thread() * column;
    int y = TOP + i * ROW;
    text(out, 16, y + 22, "#6a737d", "12", "normal", String.valueOf(i + 1));
    out.append(
        """
        <rect x="%d" y="%d" width="%d" height="%d" rx="5" fill="#ffffff" stroke="%s" \
        stroke-width="%s"/>
        """
            .formatted(x, y, column - 12, ROW - 6, colour, s.highlighted() ? "2.5" : "1.2"));
    text(out, x + 10, y + 16, "#1b1f24", "12", "bold", shorten(s.label()));
    text(out, x + 10, y + 31, "#6a737d", "11", "normal", shorten(s.site()));
  }

  private static String shorten(String s) {
    return s.length() <= 62 ? s : s.substring(0, 61) + "…";
  }

  private static List<String> verdict(Trace trace, int columns) {
    String text = trace.failure() == null ? "no failure" : trace.failure().toString();
    List<String> lines = new java.util.ArrayList<>();
    while (text.length() > columns) {
      int cut = text.lastIndexOf(' ', columns);
      cut = cut <= 0 ? columns : cut;
      lines.add(text.substring(0, cut));
      text = text.substring(cut).stripLeading();
    }
    lines.add(text);
    return lines;
  }

  private static void text(
      StringBuilder out, int x, int y, String colour, String size, String weight, String text) {
    out.append(
        "<text x=\"%d\" y=\"%d\" fill=\"%s\" font-size=\"%s\" font-weight=\"%s\" xml:space=\"preserve\">%s</text>\n"
            .formatted(x, y, colour, size, weight, escape(text)));
  }

  private static String escape(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
