// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.io.PrintWriter;

/** Shows progress: on a terminal in place, elsewhere as a line now and then. */
final class ProgressLine implements Progress.Listener {
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final PrintWriter out;
  private final boolean terminal = System.console() != null;
  private long last;
  private boolean dirty;

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  void begin(String scenario) {
    last = System.nanoTime();
    if (terminal) {
      show("%-32s ...".formatted(scenario));
    }
  }

  @Override
  public void progress(Progress p) {
    long now = System.nanoTime();
    if (!terminal && now - last < QUIET_NANOS) {
      return;
    }
    last = now;
    String part = Double.isNaN(p.explored()) ? "" : ", about %.0f %%".formatted(100 * p.explored());
    show(
        "%-32s %,d executions, %,.0f a second%s"
            .formatted(p.scenario(), p.executions(), p.rate(), part));
  }

  private void show(String line) {
    if (terminal) {
      out.print("\r\u001b[K" + line);
      dirty = true;
    } else {
      out.println(line);
    }
    out.flush();
  }

  void end() {
    if (dirty) {
      out.print("\r\u001b[K");
      dirty = false;
    }
  }
}
