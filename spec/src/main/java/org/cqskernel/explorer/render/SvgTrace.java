// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.render;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Schedule;
import org.cqskernel.explorer.Trace;

/**
 * Draws an execution as a self-contained SVG picture: what the scenario is about and what it checks
 * on top, then the failure, a column for each thread, a box for each access, time going down.
 */
public final class SvgTrace {
  private static final int ROW = 46;
  private static final int LEFT = 58;
  private static final int RIGHT = 24;
  private static final int GAP = 14;
  private static final int CHARACTER = 8;
  private static final int LONGEST_LABEL = 64;
  private static final int WIDEST_TITLE = 480;
  private static final String TEXT = "#1b1f24";
  private static final String FAINT = "#66707a";
  private static final String RED = "#b3261e";
  private static final String GREEN = "#2f7d46";

  /** Lines and headers; then the fill of what writes. */
  private static final String[][] COLOURS = {
    {"#1f5f99", "#dcebf8"},
    {"#a3540f", "#fae6d3"},
    {"#2f7d46", "#dcf1e2"},
    {"#7a3f91", "#f0e0f6"},
    {"#99304a", "#f9dfe5"},
    {"#4a5a6a", "#e3e9ee"}
  };

  private final Trace trace;
  private final int column;
  private final int width;
  private final StringBuilder out = new StringBuilder();

  private SvgTrace(Trace trace) {
    this.trace = trace;
    int longest = 26;
    for (Trace.Step s : trace.steps()) {
      longest = Math.max(longest, s.label().length());
      longest = Math.max(longest, s.site().length() + s.mode().length() + 2);
    }
    column = Math.min(LONGEST_LABEL, longest) * CHARACTER + 24;
    width = Math.max(LEFT + trace.threads().size() * (column + GAP) - GAP + RIGHT, 720);
  }

  /** An HTML page with the picture and the schedule that repeats it. */
  public static String page(Trace trace, Schedule schedule) {
    return TracePage.html(trace, schedule, Covered.idsOf(trace));
  }

  /** The picture. */
  public static String draw(Trace trace) {
    return draw(trace, Covered.idsOf(trace));
  }

  /** The picture, with what the scenario is about and the sentences of what it checks. */
  public static String draw(Trace trace, List<Covered> covered) {
    SvgTrace picture = new SvgTrace(trace);
    int top = picture.caption(covered);
    return picture.drawBelow(top);
  }

  /** The picture alone, for a page that says the rest in words. */
  static String drawBare(Trace trace) {
    return new SvgTrace(trace).drawBelow(16);
  }

  /** The failure in words. */
  static String verdict(Trace trace) {
    return trace.failure() == null ? "No failure" : trace.failure().sentence() + ".";
  }

  /** Draws what comes above the verdict. Returns where that ends. */
  private int caption(List<Covered> covered) {
    text(16, 34, TEXT, "20", "bold", trace.scenario());
    int y = 42;
    if (!trace.description().isEmpty()) {
      for (String line : wrap(trace.description(), (width - 32) / 8)) {
        y += 18;
        text(16, y, TEXT, "13", "normal", line);
      }
      y += 6;
    }
    int perRow = Math.max(1, (width - 32) / WIDEST_TITLE);
    for (int k = 0; k < covered.size(); k++) {
      y += k % perRow == 0 ? 18 : 0;
      int left = 16 + k % perRow * WIDEST_TITLE;
      text(left, y, FAINT, "12", "bold", covered.get(k).id());
      text(left + 70, y, FAINT, "12", "normal", covered.get(k).title());
    }
    return y + 14;
  }

  private String drawBelow(int above) {
    List<String> lines = wrap(verdict(trace), (width - LEFT) / 9);
    int banner = 20 * lines.size() + 14;
    int headers = above + banner + 18;
    int top = headers + 38;
    int bottom = top + trace.steps().size() * ROW;
    String colour = trace.failure() == null ? GREEN : RED;
    box(16, above, width - 32, banner, colour, colour, "1", "");
    for (int k = 0; k < lines.size(); k++) {
      text(30, above + 21 + 20 * k, "#ffffff", "14", "bold", lines.get(k));
    }
    for (int c = 0; c < trace.threads().size(); c++) {
      header(c, headers, bottom);
    }
    for (int i = 0; i < trace.steps().size(); i++) {
      step(i, top + i * ROW);
    }
    legend(bottom + 26);
    return framed(bottom + 44);
  }

  private String framed(int height) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
        font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(width, height, width, height)
        + out
        + "</svg>\n";
  }

  private static String[] colours(int thread) {
    return COLOURS[thread % COLOURS.length];
  }

  private int x(int thread) {
    return LEFT + thread * (column + GAP);
  }

  private void header(int c, int y, int bottom) {
    String colour = colours(c)[0];
    int middle = x(c) + column / 2;
    out.append(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-opacity=\"0.3\"/>\n"
            .formatted(middle, y + 26, middle, bottom, colour));
    box(x(c), y, column, 26, colour, colour, "1", "");
    text(x(c) + 12, y + 18, "#ffffff", "13", "bold", trace.threads().get(c));
  }

  private void step(int i, int y) {
    Trace.Step s = trace.steps().get(i);
    String[] colours = colours(s.thread());
    boolean switched = i > 0 && trace.steps().get(i - 1).thread() != s.thread();
    if (switched) {
      out.append(
          "<line x1=\"16\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#c6ccd2\" stroke-dasharray=\"2 4\"/>\n"
              .formatted(y - 4, width - 16, y - 4));
    }
    text(18, y + 22, FAINT, "12", "normal", String.valueOf(i + 1));
    box(
        x(s.thread()),
        y,
        column,
        ROW - 8,
        s.highlighted() ? RED : colours[0],
        s.effect() == Trace.Effect.WRITES ? colours[1] : "#ffffff",
        s.highlighted() ? "3" : "1.2",
        s.effect() == Trace.Effect.FAILS ? " stroke-dasharray=\"5 3\"" : "");
    text(x(s.thread()) + 12, y + 16, TEXT, "12", "bold", shorten(s.label()));
    text(x(s.thread()) + 12, y + 31, FAINT, "11", "normal", s.site());
    out.append(
        "<text x=\"%d\" y=\"%d\" fill=\"%s\" font-size=\"11\" text-anchor=\"end\">%s</text>\n"
            .formatted(x(s.thread()) + column - 10, y + 31, FAINT, escape(s.mode())));
  }

  private void legend(int y) {
    String[] words = {"writes", "reads", "compares in vain"};
    for (int k = 0; k < words.length; k++) {
      String fill = k == 0 ? COLOURS[5][1] : "#ffffff";
      String dash = k == 2 ? " stroke-dasharray=\"5 3\"" : "";
      box(LEFT + k * 110, y - 11, 22, 14, COLOURS[5][0], fill, "1.2", dash);
      text(LEFT + k * 110 + 30, y, FAINT, "11", "normal", words[k]);
    }
  }

  private static String shorten(String s) {
    return s.length() <= LONGEST_LABEL ? s : s.substring(0, LONGEST_LABEL - 1) + "…";
  }

  private static List<String> wrap(String sentence, int columns) {
    List<String> lines = new ArrayList<>();
    String rest = sentence;
    while (rest.length() > columns) {
      int cut = rest.lastIndexOf(' ', columns);
      cut = cut <= 0 ? columns : cut;
      lines.add(rest.substring(0, cut));
      rest = rest.substring(cut).stripLeading();
    }
    lines.add(rest);
    return lines;
  }

  private void box(
      int x, int y, int w, int h, String stroke, String fill, String strokeWidth, String more) {
    out.append(
        """
        <rect x="%d" y="%d" width="%d" height="%d" rx="5" fill="%s" stroke="%s" stroke-width="%s"%s/>
        """
            .formatted(x, y, w, h, fill, stroke, strokeWidth, more));
  }

  private void text(int x, int y, String colour, String size, String weight, String text) {
    out.append(
        """
        <text x="%d" y="%d" fill="%s" font-size="%s" font-weight="%s" xml:space="preserve">%s</text>
        """
            .formatted(x, y, colour, size, weight, escape(text)));
  }

  static String escape(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
