// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** Programs with a known number of traces. */
final class Litmus implements ScenarioSource {
  /** Shared variables; instrumented. */
  static final class Cells {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(int[].class);
    private final int[] cells;
    private volatile int field;

    Cells(int n) {
      cells = new int[n];
    }

    int get(int i) {
      return (int) CELL.getVolatile(cells, i);
    }

    void set(int i, int value) {
      CELL.setVolatile(cells, i, value);
    }

    void setField(int value) {
      field = value;
    }

    boolean cas(int i, int expected, int value) {
      return CELL.compareAndSet(cells, i, expected, value);
    }
  }

  private static Scenario<Cells> named(String name, int cells) {
    return Scenario.named(name).setup(() -> new Cells(cells));
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    all.add(
        named("store buffering", 2).thread("a", c -> run(c, 0, 1)).thread("b", c -> run(c, 1, 0)));
    all.add(
        named("message passing", 2)
            .thread(
                "sender",
                c -> {
                  c.set(0, 1);
                  c.set(1, 1);
                })
            .thread(
                "receiver",
                c -> {
                  c.get(1);
                  c.get(0);
                }));
    Scenario<Cells> writers = named("writers", 1);
    for (int t = 0; t < 4; t++) {
      int value = t;
      writers.thread("w" + t, c -> c.set(0, value));
    }
    all.add(writers);
    Scenario<Cells> losers = named("failing cas", 1);
    for (int t = 0; t < 4; t++) {
      losers.thread("t" + t, c -> c.cas(0, 7, 8));
    }
    all.add(losers);
    all.add(readers(6));
    all.add(readers(8));
    all.add(lastZero(5));
    all.add(straight("straight 2x5", 2, 5));
    all.add(straight("straight 3x3", 3, 3));
    all.add(straight("straight 4x2", 4, 2));
    all.add(fields("fields 2x5", 2, 5));
    all.add(fields("fields 3x3", 3, 3));
    all.add(fields("fields 4x1", 4, 1));
    all.add(fields("handler", 2, 3).handler("h", "t0", c -> write(c, 2)));
    all.add(fields("alone", 2, 3).alone("h", "t0", c -> write(c, 2)));
    all.add(
        fields("two handlers", 1, 3)
            .handler("h", "t0", c -> write(c, 2))
            .handler("i", "t0", c -> write(c, 2)));
    return all;
  }

  private static void run(Cells c, int mine, int other) {
    c.set(mine, 1);
    c.get(other);
  }

  /** One thread writes a variable that n threads read: each one before the write or after it. */
  private static Scenario<Cells> readers(int n) {
    Scenario<Cells> s = named("readers " + n, 1).thread("writer", c -> c.set(0, 1));
    for (int t = 0; t < n; t++) {
      s.thread("r" + t, c -> c.get(0));
    }
    return s;
  }

  private static Scenario<Cells> lastZero(int n) {
    Scenario<Cells> s =
        named("lastzero " + n, n + 1)
            .thread(
                "searcher",
                c -> {
                  int i = n;
                  while (c.get(i) != 0) {
                    i--;
                  }
                });
    for (int t = 1; t <= n; t++) {
      int j = t;
      s.thread("w" + t, c -> c.set(j, c.get(j - 1) + 1));
    }
    return s;
  }

  private static Scenario<Cells> straight(String name, int threads, int steps) {
    Scenario<Cells> s = named(name, 1);
    for (int t = 0; t < threads; t++) {
      s.thread(
          "t" + t,
          c -> {
            for (int k = 0; k < steps; k++) {
              c.set(0, k);
            }
          });
    }
    return s;
  }

  /** Writes to a volatile field, without a handle. */
  private static Scenario<Cells> fields(String name, int threads, int steps) {
    Scenario<Cells> s = named(name, 1);
    for (int t = 0; t < threads; t++) {
      s.thread("t" + t, c -> write(c, steps));
    }
    return s;
  }

  private static void write(Cells c, int steps) {
    for (int k = 0; k < steps; k++) {
      c.setField(k);
    }
  }
}
