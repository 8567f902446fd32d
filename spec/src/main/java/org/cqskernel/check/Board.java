// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.cqskernel.explorer.Progress;

/**
 * Shows progress: on a terminal in place, elsewhere as a line now and then. The time left is an
 * estimate from the weights of the checks, and assumes that the pace stays what it has been.
 */
final class Board {
  private static final long QUIET_NANOS = 10_000_000_000L;

  private static final double LEAST_PART = 0.03;

  private final PrintWriter out;
  private final int total;
  private final double weight;
  private final boolean terminal = System.console() != null;
  private final long begin = System.nanoTime();
  private final Map<String, String> running = new LinkedHashMap<>();
  private long last = begin;
  private final Map<String, Double> weights = new HashMap<>();
  private final Map<String, Double> parts = new HashMap<>();
  private double weightDone;
  private int done;
  private boolean dirty;

  Board(PrintWriter out, List<? extends Check> checks) {
    this.out = out;
    total = checks.size();
    weight = checks.stream().mapToDouble(Check::weight).sum();
  }

  synchronized void begin(Check check) {
    running.put(check.name(), "");
    weights.put(check.name(), check.weight());
    if (terminal) {
      show();
    }
  }

  synchronized void progress(Progress p) {
    if (running.containsKey(p.scenario())) {
      parts.put(p.scenario(), Double.isNaN(p.explored()) ? 0 : p.explored());
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
    parts.remove(check.name());
    weightDone += check.weight();
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

  /** An estimate of the part of the work that is done, from 0 to 1. */
  private double part() {
    double ended = weightDone;
    for (Map.Entry<String, Double> e : parts.entrySet()) {
      ended += weights.get(e.getKey()) * e.getValue();
    }
    return ended / weight;
  }

  /** An estimate of the time to come, once there is something to base it on. */
  static String remaining(double seconds, double part) {
    if (part < LEAST_PART) {
      return "";
    }
    double left = seconds * (1 - part) / part;
    return left < 90
        ? ", about %.0f s left".formatted(left)
        : ", about %.0f min left".formatted(left / 60);
  }

  private void show() {
    StringJoiner line = new StringJoiner("; ");
    double seconds = (System.nanoTime() - begin) / 1e9;
    line.add("%d of %d, %.0f s%s".formatted(done, total, seconds, remaining(seconds, part())));
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
