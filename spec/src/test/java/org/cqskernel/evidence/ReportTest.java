// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cqskernel.evidence.report.Assembler;
import org.cqskernel.evidence.report.Console;
import org.cqskernel.evidence.report.Evidence;
import org.cqskernel.evidence.report.Evidence.CheckEntry;
import org.cqskernel.evidence.report.Origins;
import org.cqskernel.evidence.report.Page;
import org.cqskernel.evidence.results.Build;
import org.cqskernel.evidence.results.Results;
import org.cqskernel.evidence.results.SourceHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a small tree whose checks have all run; then one result at a time is wrong. */
@DisplayName("The evidence report")
class ReportTest {
  private static final String UNIT = "kernel/target/surefire-reports/TEST-k.SegmentTest.xml";
  private static final String RACE = "lincheck-tests/target/surefire-reports/TEST-k.RaceTest.xml";
  private static final String TLC = "spec/target/tlc/results.json";
  private static final String CHECK = "spec/target/check/results.json";
  private static final String LITMUS = "jcstress-tests/target/jcstress/results.json";
  private static final String MUTANTS = "spec/target/mutants/results.json";
  private static final String COQ = "proofs-notes/coq/last-run.json";
  private static final Set<String> ALL =
      Set.of("kernel", "spec", "lincheck-tests", "jcstress-tests", "proofs-notes");

  @TempDir private Path root;
  private SmallTree tree;

  @BeforeEach
  void plant() throws IOException {
    tree = SmallTree.in(root);
    tree.write(UNIT, surefire("A display name", "oneCell", ""));
    tree.write(RACE, surefire("k.RaceTest", "race(int)[1]", ""));
    tree.write(
        TLC,
        """
        [{"configuration": "Segments", "expected": "holds", "result": "holds", "states": 7},
         {"configuration": "Segments+by-store", "expected": "ARR_1_Once violated",
          "result": "ARR_1_Once violated", "states": 3}]
        """);
    tree.write(
        CHECK,
        """
        [{"scenario": "segments-two-cancels", "verdict": "verified", "executions": 12345}]
        """);
    tree.write(
        LITMUS,
        """
        [{"test": "ARR_01_OneLocation", "face": "Shipped", "result": "passed", "samples": 9}]
        """);
    tree.write(
        MUTANTS,
        """
        {"kernelHash": "-", "results": [{"mutant": "ARR-1-append-by-store", "outcome": "killed",
          "killer": {"kind": "unit", "name": "k.SegmentTest#oneCell"}, "seconds": 1.5}]}
        """);
    writeCoq(SourceHash.ofProofs(root));
  }

  private void writeCoq(String hash) throws IOException {
    tree.write(
        COQ,
        """
        {"hash": "%s", "date": "2026-01-02",
         "results": [{"name": "Cells.ARR_1_one_location", "result": "proved"}]}
        """
            .formatted(hash));
  }

  private static String surefire(String className, String method, String inside) {
    return """
        <testsuite><properties><property name="java.version" value="17.0.9"/></properties>
        <testcase name="%s" classname="%s" time="0.5">%s</testcase></testsuite>
        """
        .formatted(method, className, inside);
  }

  private Evidence report(Build build) throws IOException {
    Results results = Results.read(root, build);
    return Assembler.assemble(
        tree.trace(), results, build, Origins.of(root, List.copyOf(results.jdks())));
  }

  private Evidence report() throws IOException {
    return report(new Build(Instant.EPOCH, ALL, List.of(), false, false));
  }

  private void assertFault(String part, Evidence evidence) {
    assertEquals(1, evidence.faults().size(), () -> evidence.faults().toString());
    assertTrue(evidence.faults().get(0).contains(part), () -> evidence.faults().toString());
  }

  private static CheckEntry check(Evidence evidence, String kind) {
    return evidence.obligations().get(0).ofKind(kind).get(0);
  }

  @Test
  @DisplayName("has every obligation with its checks, its code and its mutants")
  void complete() throws IOException {
    Evidence e = report();
    assertEquals(List.of(), e.faults());
    assertEquals(List.of("ARR-1", "ARR-2"), e.obligations().stream().map(o -> o.id()).toList());
    assertEquals("good", e.obligations().get(0).state());
    assertEquals("good", e.obligations().get(1).state());
    assertEquals("passed", check(e, "unit").state());
    assertEquals("recorded", check(e, "coq").state());
    assertEquals("unit k.SegmentTest#oneCell", check(e, "mutant").killer());
    assertEquals(
        List.of(SmallTree.KERNEL + ":3", SmallTree.KERNEL + ":6"),
        e.obligations().get(0).codePlaces());
    assertEquals(6, e.obligations().get(0).excerpts().get(0).lines().get(2).number());
  }

  @Test
  @DisplayName("is written as JSON, as a page that needs nothing else, and as a table")
  void written() throws IOException {
    Evidence e = report();
    JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsBytes(e));
    assertEquals("ARR-1", json.at("/obligations/0/id").asText());
    assertEquals("unit", json.at("/summary/byKind/0/kind").asText());
    String page = Page.of(e);
    assertTrue(page.contains("<article id=\"ARR-2\""));
    assertTrue(page.contains("12,345 executions"));
    assertFalse(page.matches("(?s).*(src|href)=\"https?://.*"), "needs the network");
    StringWriter table = new StringWriter();
    Console.print(e, new PrintWriter(table));
    assertTrue(table.toString().contains("ARR        2         1/1"), table::toString);
  }

  @Test
  @DisplayName("fails on a test that failed")
  void failed() throws IOException {
    tree.write(UNIT, surefire("k.SegmentTest", "oneCell", "<failure message=\"two cells\"/>"));
    assertFault("SegmentTest.oneCell: failed: two cells", report());
  }

  @Test
  @DisplayName("fails on a model with another number of states, and on a forbidden sample")
  void unexpected() throws IOException {
    tree.replace(TLC, "\"result\": \"holds\"", "\"result\": \"ARR_1_Once violated\"");
    assertFault("Segments: ARR_1_Once violated, expected holds", report());
    tree.replace(TLC, "\"expected\": \"holds\"", "\"expected\": \"ARR_1_Once violated\"");
    tree.replace(LITMUS, "passed", "failed: 2 forbidden samples");
    assertFault("failed: 2 forbidden samples", report());
  }

  @Test
  @DisplayName("fails on a search that was cut, and on a mutant that survived")
  void notEstablished() throws IOException {
    tree.replace(CHECK, "verified", "cut");
    assertFault("segments-two-cancels: cut", report());
    tree.replace(CHECK, "cut", "verified");
    tree.replace(MUTANTS, "killed", "survived");
    assertFault("ARR-1-append-by-store: survived", report());
  }

  @Test
  @DisplayName("fails on a check of the default set that did not run, or ran before this build")
  void notRun() throws IOException {
    tree.delete(CHECK);
    assertFault("segments-two-cancels: did not run in this build", report());
    tree.write(CHECK, "[{\"scenario\": \"segments-two-cancels\", \"verdict\": \"verified\"}]");
    Instant now = Instant.now();
    Files.setLastModifiedTime(root.resolve(CHECK), FileTime.from(now.minusSeconds(7200)));
    Build build = new Build(now.minusSeconds(3600), ALL, List.of(), false, false);
    assertFault("segments-two-cancels: did not run in this build", report(build));
    tree.delete(MUTANTS);
    tree.write(CHECK, "[{\"scenario\": \"segments-two-cancels\", \"verdict\": \"verified\"}]");
    assertFault("Mutants: none ran in this build", report(build));
  }

  @Test
  @DisplayName("says what was left out on purpose, and does not miss it")
  void leftOut() throws IOException {
    tree.delete(CHECK).delete(UNIT).delete(MUTANTS);
    Evidence skipped = report(new Build(Instant.EPOCH, ALL, List.of("-DskipTests"), false, false));
    assertEquals(List.of(), skipped.faults());
    assertTrue(skipped.remarks().get(0).contains("-DskipTests"));
    Evidence single = report(new Build(Instant.EPOCH, Set.of("kernel"), List.of(), false, false));
    assertFault("SegmentTest.oneCell: did not run", single);
    assertTrue(single.remarks().get(0).contains("spec"), () -> single.remarks().toString());
  }

  @Test
  @DisplayName("shows a recorded result of other sources as stale; a deep build fails on it")
  void stale() throws IOException {
    tree.replace(SmallTree.FACES, "default", "deep").delete(LITMUS);
    String results =
        """
        "results": [{"test": "ARR_01_OneLocation", "face": "Shipped", "result": "passed"}]}
        """;
    String file = "jcstress-tests/results/last-run.json";
    String hash = SourceHash.ofKernel(root);
    tree.write(file, "{\"kernelHash\": \"%s\", \"date\": \"d\", %s".formatted(hash, results));
    Build deep = new Build(Instant.EPOCH, ALL, List.of(), true, false);
    assertEquals("recorded", check(report(deep), "jcstress").state());
    assertEquals(List.of(), report(deep).faults());
    tree.write(file, "{\"kernelHash\": \"0\", \"date\": \"d\", %s".formatted(results));
    assertEquals("stale", check(report(), "jcstress").state());
    assertEquals(List.of(), report().faults());
    assertFault("passed, for other sources", report(deep));
    tree.delete(MUTANTS);
    Build mutants = new Build(Instant.EPOCH, Set.of(), List.of(), false, true);
    assertFault("ARR-1-append-by-store: outside the default set", report(mutants));
  }

  @Test
  @DisplayName("shows proofs of other sources as stale")
  void staleProofs() throws IOException {
    writeCoq("0");
    assertEquals("stale", check(report(), "coq").state());
    assertEquals("partly", report().obligations().get(0).state());
  }
}
