// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cqskernel.explorer.Options.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Numbers of traces against published ones and against what a page of paper gives. {@code readers}
 * and {@code lastzero} are benchmarks of the source-DPOR paper (POPL 2014).
 */
class LitmusTest {
  private static final Options OPTIONS = Options.defaults().instrument(Litmus.Cells.class);

  @ParameterizedTest
  @CsvSource({
    "store buffering, 3",
    "message passing, 3",
    "writers, 24",
    "failing cas, 1",
    "fields 4x1, 24",
    "readers 8, 256",
    "lastzero 5, 64"
  })
  void oneExecutionPerTrace(String name, long traces) {
    Result r = Explorer.explore(Litmus.class, name, OPTIONS).orThrowUnlessVerified();
    assertEquals(traces, r.executions(), "complete executions; pruned: " + r.pruned());
    assertTrue(r.pruned() <= traces / 2, "pruned: " + r.pruned());
  }

  /** Plain exhaustive search runs (sum of lengths)! / product of (length!) schedules. */
  @ParameterizedTest
  @CsvSource({"straight 2x5, 252", "straight 3x3, 1680", "straight 4x2, 2520", "readers 6, 5040"})
  void everyScheduleOnce(String name, long schedules) {
    Result r =
        Explorer.explore(Litmus.class, name, OPTIONS.mode(Mode.EXHAUSTIVE).races(false))
            .orThrowUnlessVerified();
    assertEquals(schedules, r.executions());
    assertEquals(0, r.pruned());
  }

  /**
   * As above, for a volatile field. A handler of k steps begins at one of the m + 1 places of its
   * owner, and its beginning is a step: (m + 1) (m + k + 1 + n)! / (m + k + 1)! n! schedules beside
   * a thread of n steps. One that runs alone begins at one of m + n + 1 places in each of the (m +
   * n)! / m! n! schedules. Two handlers of one owner do not interrupt each other: (m + 1)(m + 2).
   */
  @ParameterizedTest
  @CsvSource({
    "fields 2x5, 252",
    "fields 3x3, 1680",
    "handler, 336",
    "alone, 140",
    "two handlers, 20"
  })
  void everyScheduleOfFieldsAndHandlersOnce(String name, long schedules) {
    everyScheduleOnce(name, schedules);
  }

  /**
   * Two threads of m steps each: with b preemptions the schedules are those with at most b + 1
   * changes of thread, the change after the end of a thread not counted.
   */
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 10", "2, 42"})
  void preemptionsAreBounded(int bound, long schedules) {
    Result r = Explorer.explore(Litmus.class, "straight 2x5", OPTIONS.preemptions(bound));
    assertEquals(Verdict.BOUNDED, r.verdict());
    assertEquals(schedules, r.executions());
  }

  @Test
  void aCutSearchIsNotVerified() {
    Options few = OPTIONS.mode(Mode.EXHAUSTIVE).maxExecutions(100);
    assertEquals(Verdict.CUT, Explorer.explore(Litmus.class, "straight 3x3", few).verdict());
    assertEquals(
        Verdict.CUT, Explorer.explore(Litmus.class, "writers", OPTIONS.maxExecutions(5)).verdict());
    assertEquals(
        Verdict.SAMPLED,
        Explorer.explore(Litmus.class, "writers", OPTIONS.seed(1).maxExecutions(50)).verdict());
  }
}
