// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.cqskernel.mutants.Report.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over faults fails on what must not be. */
@DisplayName("A run over mutants fails on")
class MutationRunTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path MUTANTS = ROOT.resolve("spec/mutants");

  /** Which the scenario finds, and one that nothing can find. */
  private static final String FOUND = "BC-4-lost-cell-fill-is-done";

  private static final String SCENARIO = "cell-rendezvous";
  private static final String OTHER = "payload-slot-get";

  @TempDir private Path directory;
  @TempDir private Path output;
  private Report report;

  private List<String> problems(String claims, String... patches) throws Exception {
    Files.writeString(directory.resolve(Claim.FILE), claims);
    for (String patch : patches) {
      Files.copy(MUTANTS.resolve(patch + ".patch"), directory.resolve(patch + ".patch"));
    }
    MutationRun run = new MutationRun(ROOT, directory, output, l -> {}).all(true);
    report = run.run();
    return run.problems();
  }

  private Outcome outcome() {
    return report.results().stream().map(Report.Row::outcome).collect(Collectors.toList()).get(0);
  }

  @Test
  @DisplayName("nothing, if each fault is found")
  void none() throws Exception {
    assertEquals(List.of(), problems(FOUND + ",BC-4,explorer," + SCENARIO + "\n", FOUND));
    assertEquals(Outcome.KILLED, outcome());
  }

  @Test
  @DisplayName("a survivor")
  void survivor() throws Exception {
    assertEquals(
        List.of(FOUND + ": not found by explorer " + OTHER),
        problems(FOUND + ",BC-4,explorer," + OTHER + "\n", FOUND));
    assertEquals(Outcome.SURVIVED, outcome());
  }

  @Test
  @DisplayName("a false claim beside a true one")
  void falseClaim() throws Exception {
    String claims =
        FOUND + ",BC-4,explorer," + SCENARIO + "\n" + FOUND + ",BC-4,explorer," + OTHER + "\n";
    assertEquals(List.of(FOUND + ": not found by explorer " + OTHER), problems(claims, FOUND));
    assertEquals(Outcome.KILLED, outcome());
  }

  @Test
  @DisplayName("a check that does not exist")
  void noCheck() throws Exception {
    assertTrue(
        problems(FOUND + ",BC-4,explorer,no-such-scenario\n", FOUND).stream()
            .anyMatch(p -> p.contains("no scenario is called no-such-scenario")));
  }

  @Test
  @DisplayName("a patch that does not fit, or does not compile")
  void patch() throws Exception {
    String text = Files.readString(MUTANTS.resolve(FOUND + ".patch"));
    Files.writeString(
        directory.resolve("BC-4-unfit.patch"), text.replace("if (fill(", "if (full("));
    Files.writeString(
        directory.resolve("BC-4-broken.patch"), text.replace("+        fill(", "+        full("));
    String claims = "BC-4-unfit,BC-4,equivalent,x\nBC-4-broken,BC-4,equivalent,x\n";
    List<String> problems = problems(claims);
    assertTrue(problems.stream().anyMatch(p -> p.contains("does not fit")), problems::toString);
    assertTrue(problems.stream().anyMatch(p -> p.contains("does not compile")), problems::toString);
  }

  @Test
  @DisplayName("a patch without a claim, and a claim without a patch")
  void unclaimed() throws Exception {
    assertEquals(
        List.of(
            FOUND + ": nothing claims to find it",
            "BC-4-none: claimed, and there is no such patch"),
        problems("BC-4-none,BC-4,equivalent,x\n", FOUND));
  }

  @Test
  @DisplayName("a check that fails without a fault")
  void baseline() throws Exception {
    assertTrue(
        problems(FOUND + ",BC-4,explorer,aba\n", FOUND).stream()
            .anyMatch(p -> p.startsWith("aba fails without a fault")));
  }
}
