// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.Verdict;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.explorer.scenarios.StandardScenarios.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault that is put into the kernel is found by the scenario that claims to find it. */
class MutantTest {
  /** The project's root; tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Mutant to scenario. */
  private static final Map<String, String> KILLERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("ARR-1-append-by-store", "promise-cancel-resolve-0"),
              Map.entry("ARR-12-lost-mover-keeps-pointer", "segments-two-movers"),
              Map.entry("ARR-17-no-retry-left", "segments-three-cancels-0"),
              Map.entry("ARR-17-no-retry-right", "segments-three-cancels-0"),
              Map.entry("ARR-18-unguarded-prev", "segments-cancel-resume-0"),
              Map.entry("ARR-5-unconditional-increment", "broadcast-cancel-resume-0"),
              Map.entry("ARR-9-forgets-to-remove", "segments-three-cancels-0"),
              Map.entry("BC-1-claim-by-store", "cell-rendezvous"),
              Map.entry("BC-1-fill-by-store", "cell-rendezvous"),
              Map.entry("BC-10-sweep-skips-empty", "broadcast-suspend-resume-1"),
              Map.entry("BC-2-cancel-by-store", "cell-rendezvous"),
              Map.entry("BC-3-cqs-suspend-ignores-resumed", "broadcast-suspend-resume-1"),
              Map.entry("BC-3-suspend-ignores-resumed", "promise-cancel-resolve-1"),
              Map.entry("COND-1-unlock-before-register", "condition-mutex"),
              Map.entry("COND-8-look-before-register", "condition-no-mutex"),
              Map.entry("CQS-15-canceller-ignores-value", "semaphore-cancel-release-async-1"),
              Map.entry("CQS-20-loser-leaves", "waiting-acquire-timed"),
              Map.entry("PR-5-unpark-before-store", "promise-await"),
              Map.entry("PR-9-value-after-store", "promise-await"),
              Map.entry("CQS-6-break-by-store", "cqs-suspend-resume-sync-simple"),
              Map.entry("CQS-7-take-by-store", "cqs-suspend-resume-sync-simple"),
              Map.entry("ITER-1-issue-read-then-set", "broadcast-suspend-resume-1"),
              Map.entry("PR-1-outcome-overwritten", "promise-two-resolvers"),
              Map.entry("PR-5-close-reads-then-closes", "promise-cancel-resolve-1"),
              Map.entry("PR-5-suspend-ignores-closed", "promise-cancel-resolve-1"),
              Map.entry("RALL-1-claim-read-then-set", "broadcast-two-suspend-two-resume"),
              Map.entry("RALL-10-no-bound", "nesting-interrupted"),
              Map.entry("RALL-11-drain-stops-on-throw", "nesting-interrupted"),
              Map.entry("RALL-11-pending-dropped", "nesting-interrupted"),
              Map.entry("RALL-12-no-last-look", "nesting-interrupted"),
              Map.entry("RALL-12-push-by-store", "nesting-interrupted"),
              Map.entry("RALL-2-sweep-misses-last", "broadcast-suspend-resume-1"),
              Map.entry("SEM-4-cancel-always-allowed", "semaphore-acquire-cancel-release-async-1"),
              Map.entry("SEM-4-cancel-refuses-always", "semaphore-cancel-release-async-1")));

  @TempDir Path output;

  static List<Mutant> mutants() throws IOException {
    return Mutant.in(ROOT.resolve("spec/mutants"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutants")
  void isFound(Mutant mutant) throws Exception {
    String scenario = KILLERS.get(mutant.name());
    assertNotNull(scenario, mutant.name() + ": no scenario claims to find it");
    mutant.compile(ROOT, kernelClasses(), output);
    Entry entry = entryOf(scenario);
    Result result =
        Explorer.explore(
            ScenarioRef.of(entry.source(), scenario),
            entry
                .options()
                .apply(Options.defaults())
                .classes(output.resolve("classes"))
                .limit(Duration.ofSeconds(60)));
    assertEquals(
        Verdict.VIOLATED,
        result.verdict(),
        scenario + " does not find " + mutant.name() + ": " + result.verdictText());
    System.out.printf(
        "%-36s found by %-42s after %6d executions: %s%n",
        mutant.name(), scenario, result.executions(), result.failure().kind());
  }

  static List<String> killers() {
    return KILLERS.values().stream().distinct().sorted().toList();
  }

  /** A scenario that fails without a fault finds nothing. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("killers")
  void passesWithoutFault(String scenario) {
    Entry entry = entryOf(scenario);
    Options options = entry.options().apply(Options.defaults()).maxExecutions(5_000);
    Result result = Explorer.explore(ScenarioRef.of(entry.source(), scenario), options);
    assertNotEquals(Verdict.VIOLATED, result.verdict(), () -> scenario + ": " + result.failure());
  }

  @Test
  void everyClaimHasItsMutant() throws IOException {
    assertEquals(
        List.copyOf(KILLERS.keySet()), mutants().stream().map(Mutant::name).sorted().toList());
  }

  private static Path kernelClasses() throws URISyntaxException {
    return Path.of(Cqs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Entry entryOf(String scenario) {
    for (Entry e : StandardScenarios.entries()) {
      for (Scenario<?> s :
          Explorer.list(ScenarioRef.of(e.source()), e.options().apply(Options.defaults()))) {
        if (s.name().equals(scenario)) {
          return e;
        }
      }
    }
    throw new IllegalArgumentException("no scenario is called " + scenario);
  }
}
