// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Texts as the page shows them; called from the template. */
public final class Texts {
  private static final Pattern BETWEEN_TAGS = Pattern.compile(">[^<]+<");
  private static final Pattern ID = Pattern.compile("\\b[A-Z]+-\\d+\\b");
  private static final int MINUTE = 60;

  private final Parser parser = Parser.builder().build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();
  private final Set<String> ids;

  Texts(Set<String> ids) {
    this.ids = ids;
  }

  /** Markdown as HTML, with a link at each id that is defined. */
  public String html(String markdown) {
    String html = renderer.render(parser.parse(markdown));
    return BETWEEN_TAGS.matcher(html).replaceAll(m -> Matcher.quoteReplacement(link(m.group())));
  }

  /** Markdown of one paragraph, without the paragraph. */
  public String inline(String markdown) {
    return html(markdown).strip().replaceAll("^<p>|</p>$", "");
  }

  private String link(String text) {
    return ID.matcher(text)
        .replaceAll(
            m ->
                ids.contains(m.group())
                    ? "<a href=\"#" + m.group() + "\">" + m.group() + "</a>"
                    : m.group());
  }

  /** A duration, or nothing if it is too short to matter. */
  public String seconds(double seconds) {
    if (seconds < 0.05) {
      return "";
    }
    return seconds < 2 * MINUTE
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / MINUTE);
  }

  /** A number with its unit, or nothing for 0. */
  public String amount(long amount, String unit) {
    return amount == 0 ? "" : String.format(Locale.ROOT, "%,d %s", amount, unit);
  }

  /** The sign of a state; never colour alone. */
  public String sign(String state) {
    return switch (state) {
      case "good", "passed", "recorded" -> "✓";
      case "partly" -> "◐";
      case "bad", "failed", "not run" -> "✗";
      case "missing" -> "!";
      case "open", "earlier", "stale", "skipped", "never" -> "○";
      default -> "·";
    };
  }

  /** The class of colours of a state. */
  public String colour(String state) {
    return switch (state) {
      case "good", "passed", "recorded" -> "good";
      case "partly" -> "partly";
      case "bad", "failed", "not run" -> "bad";
      case "missing" -> "missing";
      case "open", "earlier", "stale", "skipped", "never" -> "open";
      default -> "none";
    };
  }

  /** What a state means, in words. */
  public String meaning(String state) {
    return switch (state) {
      case "good" -> "has all the evidence that it asks for";
      case "partly" -> "some of it has no valid result";
      case "bad" -> "a check failed or did not run";
      case "missing" -> "lacks a kind of evidence that it asks for";
      case "open" -> "no valid result in this build";
      default -> "asks for no check";
    };
  }

  /** How many of the checks are in a state, in words. */
  public String tally(List<Evidence.CheckEntry> checks) {
    var counts = new java.util.TreeMap<String, Integer>();
    checks.forEach(c -> counts.merge(c.state(), 1, Integer::sum));
    StringBuilder out = new StringBuilder();
    counts.forEach(
        (state, n) ->
            out.append(out.length() == 0 ? "" : ", ").append(n).append(' ').append(state));
    return out.toString();
  }
}
