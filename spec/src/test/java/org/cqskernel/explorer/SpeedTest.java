// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import org.cqskernel.explorer.Options.Stacks;
import org.junit.jupiter.api.Test;

/**
 * The pace of the search, far below what is measured on an idle machine: it fails when each
 * execution does something that it should not, such as starting threads or loading classes, and not
 * because the machine is busy.
 */
class SpeedTest {
  private static final int EXECUTIONS = 20_000;

  /** Executions a second that any JVM and machine makes, with races looked for. */
  private static final double THREADS = 500;

  private static final double CONTINUATIONS = 1_500;

  static final class State {
    volatile int x;

    void write(int n) {
      for (int k = 0; k < n; k++) {
        x = k;
      }
    }
  }

  /** Executions of 60 steps. */
  static final class Programs implements ScenarioSource {
    @Override
    public List<Scenario<?>> scenarios() {
      return List.of(
          Scenario.named("sixty steps")
              .setup(State::new)
              .thread("a", s -> s.write(20))
              .thread("b", s -> s.write(20))
              .thread("c", s -> s.write(20)));
    }
  }

  private static double rate(Stacks stacks) {
    Result r =
        Explorer.explore(
            Programs.class,
            "sixty steps",
            Options.defaults()
                .instrument(State.class)
                .stacks(stacks)
                .maxExecutions(EXECUTIONS)
                .limit(Duration.ofMinutes(2)));
    assertEquals(60, r.longest());
    System.out.printf("%s: %.0f executions a second%n", stacks, r.rate());
    return r.rate();
  }

  @Test
  void onThreads() {
    assertTrue(rate(Stacks.THREADS) > THREADS);
  }

  @Test
  void onContinuations() {
    assumeTrue(
        Explorer.hasContinuations(),
        "skipped: this JVM has no continuations; run with -Djdk25.home=<path to a JDK 25>");
    assertTrue(rate(Stacks.CONTINUATIONS) > CONTINUATIONS);
  }
}
