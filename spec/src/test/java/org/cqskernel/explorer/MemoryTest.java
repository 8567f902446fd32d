// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The memory of a search does not grow with the number of executions. */
class MemoryTest {
  private static final int EARLY = 5_000;
  private static final int LATE = 50_000;

  /** Far below one object for each of the executions between. */
  private static final long TOLERANCE = 8L * (LATE - EARLY);

  /** What the threads share. */
  static final class State {
    private volatile int variable;

    void write() {
      for (int n = 0; n < 5; n++) {
        variable = n;
      }
    }
  }

  /** Two programs with 15! / 5!^3 executions, far more than are run. */
  public static final class Programs implements ScenarioSource {
    private static int executions;

    private static String heap() {
      executions++;
      if (executions != EARLY && executions != LATE) {
        return "";
      }
      long least = Long.MAX_VALUE;
      for (int n = 0; n < 4; n++) {
        System.gc();
        Runtime r = Runtime.getRuntime();
        least = Math.min(least, r.totalMemory() - r.freeMemory());
      }
      return executions + "=" + least;
    }

    private static Scenario<State> program(String name) {
      return Scenario.named(name)
          .setup(State::new)
          .thread("first", State::write)
          .thread("second", State::write)
          .thread("third", State::write);
    }

    @Override
    public List<Scenario<?>> scenarios() {
      return List.of(
          program("plain").outcome(s -> heap()),
          program("leaking")
              .outcome(
                  s -> {
                    String measured = heap();
                    return measured.isEmpty() ? "an outcome of its own " + executions : measured;
                  }));
    }
  }

  private static long growth(String name) {
    Result r =
        Explorer.explore(
            Programs.class,
            name,
            Options.defaults().instrument(State.class.getName()).maxExecutions(LATE + 1));
    assertEquals(Verdict.CUT, r.verdict());
    Map<Integer, Long> heap = new TreeMap<>();
    for (String o : r.outcomes()) {
      String[] parts = o.split("=", 2);
      if (parts.length == 2) {
        heap.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
      }
    }
    return heap.get(LATE) - heap.get(EARLY);
  }

  @Test
  void doesNotGrow() {
    long growth = growth("plain");
    assertTrue(growth < TOLERANCE, () -> "grown by " + growth + " bytes");
  }

  /** The measurement sees a search that keeps one short string for each execution. */
  @Test
  void aLeakIsSeen() {
    long growth = growth("leaking");
    assertTrue(growth > 4 * TOLERANCE, () -> "grown by only " + growth + " bytes");
  }
}
