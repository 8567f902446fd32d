// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cqskernel.check.Results;
import org.cqskernel.conformance.AccessTable.Row;
import org.cqskernel.conformance.Conformance.Outcome;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.mutants.Mutant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernel and each module agree, in both directions, and faults on either side are seen.
 *
 * <p>{@code -Dconformance.deep=true} adds the larger configurations, {@code
 * -Dconformance.only=REGEX} picks by name.
 */
class ConformanceTest {
  private static final Path SPECIFICATION = Path.of("").toAbsolutePath();
  private static final Path OUTPUT = Path.of("target", "conformance").toAbsolutePath();
  private static final List<Outcome> OUTCOMES = new ArrayList<>();

  private final Conformance conformance = new Conformance(SPECIFICATION, OUTPUT);

  @TempDir Path temporary;

  @AfterAll
  static void writeResults() throws IOException {
    Results.write(
        OUTPUT.resolve("results.json"),
        ConformanceChecks.PART,
        OUTCOMES.stream().map(ConformanceChecks::row).toList());
  }

  static Set<String> modules() {
    Set<String> modules = new TreeSet<>();
    Pair.all().forEach(p -> modules.add(p.module()));
    return modules;
  }

  private static List<Pair> pairs(String module) {
    boolean deep = Boolean.getBoolean("conformance.deep");
    String only = System.getProperty("conformance.only", ".*");
    return Pair.all().stream()
        .filter(p -> p.module().equals(module) && (deep || !p.deep()))
        .filter(p -> p.configuration().matches(only))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void conforms(String module) throws Exception {
    Set<Row> used = new HashSet<>();
    Set<String> compared = new TreeSet<>();
    Set<String> variables = new TreeSet<>();
    for (Pair pair : pairs(module)) {
      StateGraph graph = conformance.graph(pair, "none");
      variables.addAll(graph.states.get(0).keySet());
      for (Outcome o : outcomes(pair, graph, null)) {
        System.out.println(o.summary());
        OUTCOMES.add(o);
        used.addAll(o.used());
        compared.addAll(o.compared());
        assertTrue(o.holds(), o::summary);
      }
    }
    if (System.getProperty("conformance.only") == null) {
      AccessTable table = AccessTable.read(conformance.tables(), module);
      Set<Row> idle = new HashSet<>(table.rows);
      idle.removeAll(used);
      idle.removeIf(Row::unreached);
      assertEquals(Set.of(), idle, "lines of the table that stand for nothing");
      compared.addAll(table.uncompared);
      assertEquals(variables, compared, "variables are compared, or it says why not");
    }
  }

  /** Every module with an algorithm is mirrored, or there is a reason why it is not. */
  @Test
  void modulesAreMirrored() throws IOException {
    Set<String> algorithms = new TreeSet<>();
    try (Stream<Path> files = Files.list(conformance.tla())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
        if (Files.readString(file).contains("--algorithm")) {
          algorithms.add(file.getFileName().toString().replace(".tla", ""));
        }
      }
    }
    Set<String> mirrored = modules();
    List<String> unmirrored = KernelSites.unmirrored(conformance.tables());
    unmirrored.forEach(m -> assertTrue(mirrored.add(m), m + " is mirrored, and excluded"));
    assertEquals(algorithms, mirrored, "modules with an algorithm, and those accounted for");
  }

  /** Every label of every module that is mirrored has its line, and no line is left over. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void labelsAreMapped(String module) throws IOException {
    Set<String> labels = new TreeSet<>();
    AccessTable.read(conformance.tables(), module).rows.stream()
        .map(Row::label)
        .filter(label -> !label.isEmpty())
        .forEach(labels::add);
    assertEquals(AccessTable.labels(conformance.tla().resolve(module + ".tla")), labels);
  }

  /** Every atomic access of the kernel has a label, or there is a reason why it has none. */
  @Test
  void accessesAreMapped() throws IOException {
    Set<String> unmapped = KernelSites.all();
    for (String module : modules()) {
      AccessTable.read(conformance.tables(), module).rows.stream()
          .filter(r -> !r.label().isEmpty())
          .forEach(r -> unmapped.remove(r.site()));
    }
    List<String> useless = new ArrayList<>();
    for (KernelSites.Exclusion e : KernelSites.exclusions(conformance.tables())) {
      if (!unmapped.removeIf(e::covers)) {
        useless.add(e.access());
      }
    }
    assertEquals(Set.of(), unmapped, "accesses that no module has");
    assertEquals(List.of(), useless, "exclusions that exclude nothing");
  }

  /** A fault in the kernel is seen by the replay and by the search. */
  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource({
    "PR-5-suspend-ignores-closed,OneShot",
    "PR-1-outcome-overwritten,OneShot",
    "RALL-2-sweep-misses-last,BroadcastCells-twice",
    "BC-10-sweep-skips-empty,BroadcastCells-twice",
    "CQS-15-canceller-ignores-value,CqsCells-async-smart",
    "CQS-7-take-by-store,CqsCells-sync-simple",
    "SEM-4-cancel-always-allowed,CqsCells-semaphore-async",
    "ARR-9-forgets-to-remove,SegmentList-neighbours",
    "ARR-17-no-retry-right,SegmentList-neighbours",
    "RALL-12-no-last-look,Nesting-limit",
    "BC-1-fill-by-store,CellMeeting-own",
    "CQS-15-shared-value-passed-on,CellMeeting-sweep",
    "CQS-15-shared-value-passed-on,CqsResumeAll-one",
    "RALL-1-claim-read-then-set,CqsResumeAll-sweeps",
    "SEM-4-cancel-refuses-always,PermitQueue-cancelled",
    "SEM-10-counts-then-looks,PermitQueue-extra",
    "CQS-6-look-hands-back,PermitQueue-waited",
    "SEM-3-broken-release-gives-up,PermitQueue-broken",
    "SEM-3-broken-acquire-waits-no-more,PermitQueue-broken",
    "SEM-10-counts-then-looks,PermitQueue-extra-mutex",
    "COND-3-registers-though-interrupted,ConditionWait-mutex-strict",
    "COND-2-no-relock,ConditionWait-mutex-strict",
    "COND-8-look-before-register,ConditionWait-loops",
    "COND-9-throwing-look-stays,ConditionWait-called-strict",
    "COND-9-throwing-look-stays,ConditionWait-called",
    "COND-14-failed-unlock-stays,ConditionWait-unlocked-strict",
    "COND-14-failed-unlock-stays,ConditionWait-unlocked",
    "COND-2-woken-without-the-mutex,ConditionWait-handOver-one-strict",
    "RALL-2-sweep-misses-last,ConditionWait-noMutex-strict",
    "RALL-2-sweep-misses-last,ConditionWait-noMutex",
    "COND-1-unlock-before-register,ConditionCells-mutex",
    "COND-2-woken-without-the-mutex,ConditionCells-handOver-called",
    "COND-8-look-before-register,ConditionCells-loop",
    "BC-10-sweep-skips-empty,ConditionCells-noMutex",
    "PR-5-unpark-before-store,ConditionCells-noMutex",
    "PR-5-unpark-before-store,ThreadWait-interrupted",
    "CQS-19-parks-once-uninterruptibly,ThreadWait-finish"
  })
  void faultyKernelIsRejected(String mutant, String configuration) throws Exception {
    Path root = SPECIFICATION.getParent();
    Mutant fault =
        Mutant.in(root.resolve("spec/mutants")).stream()
            .filter(m -> m.name().equals(mutant))
            .findFirst()
            .orElseThrow();
    Path classes = fault.compile(root, kernelClasses(), temporary);
    Pair pair = pair(configuration);
    assertRejected(pair, conformance.graph(pair, "none"), classes);
  }

  /** A fault in the model is seen by the replay and by the search. */
  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "OneShot,sweep-misses-last",
    "OneShot,suspend-ignores-closed",
    "BroadcastCells-twice,sweep-skips-empty",
    "BroadcastCells-twice,count-lost-cancel",
    "CqsCells-async-smart,skip-fails",
    "CqsCells-async-smart,canceller-ignores-value",
    "CqsCells-semaphore-async,cancel-always-allowed",
    "SegmentList-neighbours,no-retry-right",
    "SegmentList-sweep,unguarded-prev",
    "Nesting-limit,forget-rest",
    "CellMeeting-own,fill-by-store",
    "CellMeeting-async,count-refused",
    "CqsResumeAll-one,shared-goes-on",
    "CqsResumeAll-line,misses-last",
    "PermitQueue-cancelled,cancel-refuses-always",
    "PermitQueue-declined,undelivered-lost",
    "PermitQueue-waited,cancel-refuses-always",
    "PermitQueue-broken,break-and-leave",
    "PermitQueue-extra-mutex,no-check",
    "ConditionWait-mutex-strict,unlock-before-register",
    "ConditionWait-mutex-strict,no-relock",
    "ConditionWait-loops,look-before-register",
    "ConditionWait-called-strict,leave-on-throw",
    "ConditionWait-called,callback-forgotten",
    "ConditionWait-noMutex-strict,covers-cancelled",
    "ConditionWait-unlocked-strict,leave-stranger",
    "ConditionWait-handOver-strict,sweep-in-any-order",
    "ConditionWait-handOver-one-strict,line-up-forgotten",
    "ConditionCells-mutex,unlock-before-register",
    "ConditionCells-noMutex,suspend-ignores-resumed",
    "ConditionCells-loop,forget-cancel",
    "ConditionCells-handOver-called,wake-without-the-mutex",
    "ConditionCells-handOver,relock-though-resumed",
    "ThreadWait-interrupted,loser-leaves",
    "ThreadWait-again,park-once"
  })
  void faultyModelIsRejected(String configuration, String bug) throws Exception {
    Pair pair = pair(configuration);
    assertRejected(pair, conformance.graph(pair, bug), null);
  }

  /** So it is by what runs only when asked for. */
  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "PermitQueue-broken-cancelled,break-and-leave",
    "PermitQueue-mutex-sync,try-by-store",
    "ConditionWait-handOver-strict,line-up-forgotten",
    "ConditionWait-handOver-interrupted-strict,relock-though-resumed"
  })
  void faultyModelIsRejectedByDeepRuns(String configuration, String bug) throws Exception {
    Pair pair =
        Pair.all().stream()
            .filter(p -> p.deep() && p.configuration().equals(configuration))
            .findFirst()
            .orElseThrow();
    assertRejected(pair, conformance.graph(pair, bug), null);
  }

  private void assertRejected(Pair pair, StateGraph graph, Path classes) throws IOException {
    for (Outcome o : outcomes(pair, graph, classes)) {
      assertNotNull(o.failure(), o.summary());
      System.out.printf("%s %s: %s%n", pair, o.direction(), o.failure().lines().findFirst().get());
    }
  }

  /** Of each direction that the pair has. */
  private List<Outcome> outcomes(Pair pair, StateGraph graph, Path classes) throws IOException {
    List<Outcome> all = new ArrayList<>();
    if (pair.replayed()) {
      all.add(conformance.replay(pair, graph, classes));
    }
    if (pair.searched()) {
      all.add(conformance.accept(pair, graph, classes));
    }
    return all;
  }

  private static Pair pair(String configuration) {
    return Pair.all().stream()
        .filter(p -> p.configuration().equals(configuration))
        .findFirst()
        .orElseThrow();
  }

  private static Path kernelClasses() throws URISyntaxException {
    return Path.of(Cqs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
