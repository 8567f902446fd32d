// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.render;

import static org.cqskernel.explorer.render.SvgTrace.escape;

import java.util.List;
import org.cqskernel.explorer.Schedule;
import org.cqskernel.explorer.Trace;

/**
 * An execution as a self-contained HTML page: the drawing, beside it what the scenario is about and
 * what it checks, below it the schedule that repeats it.
 */
public final class TracePage {
  private TracePage() {}

  /** The page. */
  public static String html(Trace trace, Schedule schedule, List<Covered> covered) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>%s</title>
    <style>
    body { margin: 28px; background: #ffffff; color: #1b1f24; line-height: 1.45;
      font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
    main { display: flex; flex-wrap: wrap; gap: 28px; align-items: flex-start; }
    aside { flex: 1 1 300px; max-width: 400px; }
    figure { flex: 3 1 640px; margin: 0; }
    h1 { font-size: 22px; margin: 0 0 8px; }
    h2 { font-size: 14px; margin: 22px 0 6px; color: #66707a; font-weight: 600; }
    aside p { margin: 0 0 8px; }
    dt { font-weight: 600; margin-top: 12px; }
    dt span { color: #1f5f99; font-family: ui-monospace, Menlo, Consolas, monospace; }
    dd { margin: 2px 0 0; color: #4a5a6a; font-size: 14px; }
    svg { max-width: 100%%; height: auto; border: 1px solid #e3e9ee; border-radius: 8px; }
    details { margin-top: 20px; color: #4a5a6a; }
    pre { background: #f3f5f7; padding: 12px; border-radius: 6px; white-space: pre-wrap; }
    </style>
    </head>
    <body>
    <main>
    <aside>
    <h1>%s</h1>
    %s%s</aside>
    <figure>
    %s</figure>
    </main>
    <details>
    <summary>The schedule of this execution: save it as a file and give that to <code>--replay</code>.</summary>
    <pre>%s</pre>
    </details>
    </body>
    </html>
    """
        .formatted(
            escape(trace.scenario()),
            escape(trace.scenario()),
            trace.description().isEmpty() ? "" : "<p>" + escape(trace.description()) + "</p>\n",
            list(covered),
            SvgTrace.drawBare(trace),
            escape(schedule.toText()));
  }

  private static String list(List<Covered> covered) {
    if (covered.isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("<h2>What it checks</h2>\n<dl>\n");
    for (Covered c : covered) {
      list.append("<dt><span>%s</span> %s</dt>\n".formatted(escape(c.id()), escape(c.title())));
      if (!c.claim().isEmpty()) {
        list.append("<dd>%s</dd>\n".formatted(escape(c.claim())));
      }
    }
    return list.append("</dl>\n").toString();
  }
}
