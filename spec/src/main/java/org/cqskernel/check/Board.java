// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.cqskernel.explorer.Progress;

/** Shows progress: on a terminal in place, elsewhere as a line now and then. */
final class Board {
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final int total;
  private final boolean terminal = System.console() != null;
  private final long begin = System.nanoTime();
  private final Map<String, String> running = new LinkedHashMap<>();
  private long last = begin;
  private int done;
  private boolean dirty;

  Board(PrintWriter out, int total) {
    this.out = out;
    this.total = total;
  }

  synchronized void begin(Check check) {
    running.put(check.name(), "");
    if (terminal) {
      show();
    }
  }

  synchronized void progress(Progress p) {
    if (running.containsKey(p.scenario())) {
      String part =
          Double.isNaN(p.explored()) ? "" : ", about %.0f %%".formatted(100 * p.explored());
      running.put(
          p.scenario(),
          " %,d executions, %,.0f a second%s".formatted(p.executions(), p.rate(), part));
    }
    showNowAndThen();
  }

  synchronized void end(Check check) {
    running.remove(check.name());
    done++;
    showNowAndThen();
  }

  private void showNowAndThen() {
    long now = System.nanoTime();
    if (terminal || now - last >= QUIET_NANOS) {
      last = now;
      show();
    }
  }

  private void show() {
    StringJoiner line = new StringJoiner("; ");
    line.add("%d of %d, %d s".formatted(done, total, (System.nanoTime() - begin) / 1_000_000_000));
    running.forEach((name, how) -> line.add(name + how));
    if (terminal) {
      String text = line.toString();
      out.print("\r\u001b[K" + (text.length() > 150 ? text.substring(0, 149) + "…" : text));
      dirty = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Gives the line free for other output. */
  synchronized void clear() {
    if (dirty) {
      out.print("\r\u001b[K");
      dirty = false;
    }
  }
}
