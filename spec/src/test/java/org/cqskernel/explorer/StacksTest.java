// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.cqskernel.explorer.Options.Stacks;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.explorer.scenarios.StandardScenarios.Entry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Continuations and threads visit the same executions. */
@DisplayName("Continuations and threads")
class StacksTest {
  private static final int EXECUTIONS = 1_000;

  /**
   * What two explorations have in common; the fingerprint speaks of each step of each execution.
   */
  private record Visited(
      String verdict,
      long fingerprint,
      long executions,
      long pruned,
      long steps,
      int longest,
      String outcomes) {
    static Visited by(Result r) {
      String end = r.failure() == null ? "" : " " + r.failure().kind();
      return new Visited(
          r.verdict() + end,
          r.fingerprint(),
          r.executions(),
          r.pruned(),
          r.steps(),
          r.longest(),
          String.join(";", r.outcomes()));
    }
  }

  @BeforeEach
  void needsContinuations() {
    assumeTrue(
        Explorer.hasContinuations(),
        "skipped: this JVM has no continuations; run with -Djdk25.home=<path to a JDK 25>");
  }

  private static void compare(ScenarioRef ref, Options options) {
    Options few = options.maxExecutions(EXECUTIONS);
    assertEquals(
        Visited.by(Explorer.explore(ref, few.stacks(Stacks.THREADS))),
        Visited.by(Explorer.explore(ref, few.stacks(Stacks.CONTINUATIONS))),
        ref.scenario());
  }

  static List<Entry> entries() {
    return StandardScenarios.entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void visitTheSameInScenarios(Entry entry) {
    Options options = entry.options().apply(Options.defaults());
    for (Scenario<?> s : Explorer.list(ScenarioRef.of(entry.source()), options)) {
      compare(ScenarioRef.of(entry.source(), s.name()), options);
    }
  }

  @ParameterizedTest
  @EnumSource(RandomPrograms.Flavour.class)
  void visitTheSameInGeneratedPrograms(RandomPrograms.Flavour flavour) {
    for (long seed = 0; seed < 15; seed++) {
      compare(
          ScenarioRef.of(RandomPrograms.class, "program " + seed, seed, 3, 3, flavour.name()),
          OracleTest.OPTIONS);
    }
  }

  @Test
  void findTheSameFaults() {
    Options options = Options.defaults().instrument(Faults.Lab.class).instrument(Faults.Box.class);
    for (Scenario<?> s : Explorer.list(ScenarioRef.of(Faults.class), options)) {
      if (!s.name().equals("nondeterminism")) { // It depends on what ran before.
        compare(ScenarioRef.of(Faults.class, s.name()), options);
      }
    }
  }

  /** Frames of native code cannot be moved to the heap: threads then, unless that is excluded. */
  @Test
  void threadsStepIn() {
    ScenarioRef ref = ScenarioRef.of(Pinned.class);
    Options options = Options.defaults().instrument(Faults.Lab.class);
    assertEquals(Verdict.VERIFIED, Explorer.explore(ref, options).verdict());
    assertThrows(
        IllegalStateException.class,
        () -> Explorer.explore(ref, options.stacks(Stacks.CONTINUATIONS)));
  }

  /** Reaches an access in a class loader, which the JVM calls from native code. */
  static final class Pinned implements ScenarioSource {
    @Override
    public List<Scenario<?>> scenarios() {
      return List.of(
          Scenario.named("pinned")
              .setup(Faults.Lab::new)
              .thread("a", Pinned::spinInLoader)
              .thread("b", Faults.Lab::wakeWaiter));
    }

    private static void spinInLoader(Faults.Lab lab) throws ClassNotFoundException {
      ClassLoader loader =
          new ClassLoader(Pinned.class.getClassLoader()) {
            @Override
            public Class<?> loadClass(String name) throws ClassNotFoundException {
              lab.spinUntilFlag();
              return super.loadClass(name);
            }
          };
      Class.forName(Faults.Lab.class.getName(), false, loader);
    }
  }
}
