// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cqskernel.explorer.Failure.Kind;
import org.cqskernel.explorer.Options.Mode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks at the states between steps sees all of them, in spite of reduction. */
@DisplayName("States between steps")
class StatesTest {
  private static final Options OPTIONS = Options.defaults().instrument(Programs.State.class);

  static final class Programs implements ScenarioSource {
    /** Instrumented. Each thread has a variable of its own, therefore all steps commute. */
    static final class State {
      volatile int x;
      volatile int y;

      void countX(int n) {
        for (int i = 1; i <= n; i++) {
          x = i;
        }
      }

      void countY(int n) {
        for (int i = 1; i <= n; i++) {
          y = i;
        }
      }
    }

    private static Scenario<State> counting(String name, int first, int second) {
      return Scenario.named(name)
          .setup(State::new)
          .thread("first", s -> s.countX(first))
          .thread("second", s -> s.countY(second));
    }

    private static Scenario<State> never(String name, int x, int y) {
      return counting(name, 2, 2)
          .invariant(
              s -> {
                if (s.x == x && s.y == y) {
                  throw new AssertionError("x is " + x + " and y is " + y);
                }
              });
    }

    @Override
    public List<Scenario<?>> scenarios() {
      return List.of(
          counting("no look", 2, 2),
          never("never 1 0", 1, 0),
          never("never 0 1", 0, 1),
          never("never 1 2", 1, 2),
          never("never 2 1", 2, 1),
          never("never 0 2", 0, 2),
          never("never 3 0", 3, 0),
          counting("states 1x1", 1, 1).digest(s -> s.x + " " + s.y),
          counting("states 2x3", 2, 3).digest(s -> s.x + " " + s.y),
          counting("states 4x4", 4, 4).digest(s -> s.x + " " + s.y),
          counting("states by one variable", 3, 3).digest(s -> "" + s.x));
    }
  }

  /** All steps commute, so that reduction by what threads read would leave one interleaving. */
  @ParameterizedTest
  @ValueSource(strings = {"never 1 0", "never 0 1", "never 1 2", "never 2 1", "never 0 2"})
  void aStateOfOneLinearizationIsFound(String name) {
    assertEquals(1, Explorer.explore(Programs.class, "no look", OPTIONS).executions());
    Result r = Explorer.explore(Programs.class, name, OPTIONS);
    assertEquals(Kind.INVARIANT, r.failure() == null ? null : r.failure().kind(), r.note());
  }

  @Test
  void theVerdictSaysHow() {
    Result r = Explorer.explore(Programs.class, "never 3 0", OPTIONS).orThrowUnlessVerified();
    assertEquals(6, r.executions());
    assertTrue(r.note().contains("without reduction"), r.note());
  }

  /** Threads of m and n writes to variables of their own pass through (m + 1)(n + 1) states. */
  @ParameterizedTest
  @CsvSource({
    "states 1x1, 4",
    "states 2x3, 12",
    "states 4x4, 25",
    "states by one variable, 4",
    "no look, -1"
  })
  void distinctStatesAreCounted(String name, long states) {
    assertEquals(states, Explorer.explore(Programs.class, name, OPTIONS).states());
    assertEquals(
        states, Explorer.explore(Programs.class, name, OPTIONS.mode(Mode.EXHAUSTIVE)).states());
  }

  /** A comparison of executions by their fingerprint can fail. */
  @Test
  void fingerprintsDiffer() {
    Set<Long> prints = new HashSet<>();
    for (long seed = 1; seed <= 5; seed++) {
      Options o = OPTIONS.seed(seed).maxExecutions(10);
      Result r = Explorer.explore(Programs.class, "states 4x4", o);
      assertEquals(
          r.fingerprint(), Explorer.explore(Programs.class, "states 4x4", o).fingerprint());
      assertTrue(prints.add(r.fingerprint()), "seed " + seed);
    }
    Options all = OPTIONS.mode(Mode.EXHAUSTIVE);
    assertNotEquals(
        Explorer.explore(Programs.class, "no look", all).fingerprint(),
        Explorer.explore(Programs.class, "no look", OPTIONS).fingerprint());
  }
}
