// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cqskernel.check.PairCheck;
import org.cqskernel.check.Row;
import org.cqskernel.cqs.Cells;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.Verdict;
import org.cqskernel.explorer.render.TextTrace;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public operation against every other one of its structure, all interleavings. */
@Tag("BC-2")
@Tag("BC-4")
@Tag("ARR-8")
@Tag("ITER-1")
@Tag("RALL-1")
@Tag("RALL-2")
@Tag("RALL-3")
@Tag("CQS-18")
@Tag("PR-1")
@Tag("PR-2")
@Tag("PR-4")
@Tag("PR-7")
@Tag("SEM-1")
@Tag("SEM-3")
@Tag("SEM-4")
@Tag("COND-1")
@Tag("COND-2")
@Tag("COND-8")
@Tag("COND-9")
@Tag("COND-12")
class PairsTest {
  private static final List<PairSource> SOURCES = StandardScenarios.pairs();

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final List<String> DRAWN = new ArrayList<>();

  static Stream<PairCheck> pairs() {
    return PairCheck.all(
        Pairs.Form.PAIR,
        Options.defaults(),
        Instant.now().plus(LIMIT),
        r -> DRAWN.add(TextTrace.draw(r.trace())))
        .stream();
  }

  /** As the check command does it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void allInterleavings(PairCheck check) {
    Row row = check.run(p -> {});
    System.out.printf(
        "%-28s %8d executions, %5.1f s: %s%n",
        row.name(), row.size(), row.seconds(), row.verdict());
    assertEquals(Row.Status.PASSED, row.status(), () -> row.verdict() + "\n" + DRAWN);
  }

  private static Result explore(PairSource source, Scenario<?> s, Options options) {
    return Explorer.explore(
        ScenarioRef.of(source.getClass(), s.name()),
        source.options(s, options.limit(Duration.ofSeconds(120))));
  }

  /** A failing pair is named in the row, and what was found is handed over. */
  @Test
  void aRowTellsWhichPairFails() {
    List<Result> found = new ArrayList<>();
    PairSource source = new Forgetful();
    Row row =
        new PairCheck(
                source,
                source.pairs().get(0),
                Pairs.Form.PAIR,
                Options.defaults(),
                Instant.now().plus(LIMIT),
                found::add)
            .run(p -> {});
    assertEquals(Row.Status.VIOLATED, row.status());
    assertEquals(
        "VIOLATED (CHECK) in forgetful: suspend + resumeAll, after 0 of 1 pairs", row.verdict());
    assertEquals(1, found.size());
  }

  /** A search without time establishes nothing. */
  @Test
  void aRowIsCutWhenTheTimeIsOver() {
    PairSource source = new BroadcastPairs();
    Row row =
        new PairCheck(
                source,
                source.pairs().get(0),
                Pairs.Form.PAIR,
                Options.defaults(),
                Instant.now(),
                r -> {})
            .run(p -> {});
    assertEquals(Row.Status.CUT, row.status());
  }

  @Test
  void namesAreUnique() {
    List<String> names = new ArrayList<>();
    SOURCES.forEach(s -> s.scenarios().forEach(scenario -> names.add(scenario.name())));
    assertEquals(names.size(), names.stream().distinct().count());
  }

  /** The pairs can fail: an array whose client forgets a call is found out. */
  @Test
  void aLostRegistrationIsFound() {
    for (Scenario<?> s : new Forgetful().scenarios()) {
      if (explore(new Forgetful(), s, Options.defaults()).verdict() == Verdict.VIOLATED) {
        return;
      }
    }
    fail("no pair finds the registration that is lost");
  }

  /** A broadcast that takes an empty cell for one that needs no call. */
  public static final class Forgetful implements PairSource {
    static final class State {
      final Cells cells = new Cells(1);
      private final Object mine = new Object();
      private boolean called;

      void suspend() {
        cells.nextSuspend().compareAndSet(null, mine);
      }

      void resumeAll() {
        cells.resumeAll(slot -> called |= slot.get() == mine && slot.compareAndSet(mine, "done"));
      }

      void check() {
        resumeAll();
        if (!called) {
          throw new AssertionError("the registration is lost");
        }
      }
    }

    @Override
    public List<Pairs<?>> pairs() {
      return List.of(
          Pairs.of("forgetful", State::new)
              .operation("suspend", (s, p) -> s.suspend())
              .operation("resumeAll", (s, p) -> s.resumeAll())
              .except("suspend", "suspend", "there is one registration")
              .except("resumeAll", "resumeAll", "nobody is registered")
              .check(State::check));
    }
  }
}
