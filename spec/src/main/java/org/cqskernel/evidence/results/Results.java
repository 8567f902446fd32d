// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.results.Outcome.State;
import org.cqskernel.evidence.results.Row.Verdict;
import org.cqskernel.evidence.sources.Check;

/** The results of this build, those of earlier builds that are still there, and recorded runs. */
public final class Results {
  /** Written by this build's checkers, relative to the project's root. */
  private static final Map<String, EvidenceKind> WRITTEN =
      Map.of(
          "spec/target/check/results.json", EvidenceKind.EXPLORER,
          "spec/target/tlc/results.json", EvidenceKind.TLA,
          "jcstress-tests/target/jcstress/results.json", EvidenceKind.JCSTRESS,
          "spec/target/mutants/results.json", EvidenceKind.MUTANT,
          "spec/target/regressions/results.json", EvidenceKind.REGRESSION,
          "proofs-notes/target/coq/results.json", EvidenceKind.COQ);

  /** Kept with the sources. The kind is that of rows that do not say it. */
  private static final Map<String, EvidenceKind> RECORDED =
      Map.of(
          "spec/deep/last-run.json", EvidenceKind.EXPLORER,
          "spec/tlc/last-run.json", EvidenceKind.TLA,
          "lincheck-tests/results/last-run.json", EvidenceKind.LINCHECK,
          "jcstress-tests/results/last-run.json", EvidenceKind.JCSTRESS,
          "spec/mutants/last-run.json", EvidenceKind.MUTANT,
          "spec/regressions/last-run.json", EvidenceKind.REGRESSION,
          "proofs-notes/coq/last-run.json", EvidenceKind.COQ);

  private static final List<String> MODULES = List.of("kernel", "spec", "lincheck-tests");

  private record Recorded(Row row, boolean fresh, String date) {}

  private final Build build;
  private final Map<String, List<Row>> rows = new HashMap<>();
  private final Map<String, Recorded> recorded = new HashMap<>();
  private final Map<String, String> recordedNames = new HashMap<>();

  private Results(Build build) {
    this.build = build;
  }

  /** Reads all results below the project's root. */
  public static Results read(Path root, Build build) throws IOException {
    Results results = new Results(build);
    List<Row> found = new ArrayList<>();
    for (String module : MODULES) {
      SurefireReports.read(root.resolve(module).resolve("target/surefire-reports"), found);
      SurefireReports.read(root.resolve(module).resolve("target/surefire-reports-jdk25"), found);
    }
    for (Map.Entry<String, EvidenceKind> file : WRITTEN.entrySet()) {
      JsonRows.read(file.getValue(), root.resolve(file.getKey()), found);
    }
    for (Row row : found) {
      results.rows.computeIfAbsent(key(row.kind(), row.name()), k -> new ArrayList<>()).add(row);
    }
    String kernel = SourceHash.ofKernel(root);
    String proofs = SourceHash.ofProofs(root);
    for (Map.Entry<String, EvidenceKind> file : RECORDED.entrySet()) {
      boolean coq = file.getValue() == EvidenceKind.COQ;
      results.readRecorded(root, file.getKey(), file.getValue(), coq ? proofs : kernel);
    }
    return results;
  }

  private void readRecorded(Path root, String file, EvidenceKind kind, String hash)
      throws IOException {
    Path path = root.resolve(file);
    if (!Files.exists(path)) {
      return;
    }
    JsonNode tree = JsonRows.tree(path);
    boolean fresh = hash.equals(tree.path("kernelHash").asText(tree.path("hash").asText()));
    String date = tree.path("date").asText("");
    for (JsonNode node : tree.path("results")) {
      EvidenceKind k = JsonRows.kindOf(node, kind);
      Row row = JsonRows.row(k, node, tree.path("jdk").asText(""), Instant.EPOCH);
      recorded.put(key(k, row.name()), new Recorded(row, fresh, date));
      recordedNames.put(k.word() + " " + row.name(), file);
    }
  }

  /** The checks that recorded runs speak of, as {@code kind name}, each with its file. */
  public Map<String, String> recordedNames() {
    return recordedNames;
  }

  /** The versions of the JDKs on which tests of this build ran. */
  public TreeSet<String> jdks() {
    TreeSet<String> jdks = new TreeSet<>();
    rows.values().stream()
        .flatMap(List::stream)
        .filter(this::isOfThisBuild)
        .map(Row::jdk)
        .filter(jdk -> !jdk.isEmpty())
        .forEach(jdks::add);
    return jdks;
  }

  /** Whether this build has left a result of a kind. */
  public boolean has(EvidenceKind kind) {
    return rows.values().stream()
        .flatMap(List::stream)
        .anyMatch(row -> row.kind() == kind && isOfThisBuild(row));
  }

  /** What is known of a check. */
  public Outcome of(Check check) {
    List<Row> all = rows.getOrDefault(key(check.kind(), check.name()), List.of());
    List<Row> ofThisBuild = all.stream().filter(this::isOfThisBuild).toList();
    if (!ofThisBuild.isEmpty()) {
      return judge(ofThisBuild);
    }
    if (check.byDefault() && build.runs(check.module())) {
      return new Outcome(State.NOT_RUN, "did not run in this build", null, "");
    }
    Recorded last = recorded.get(key(check.kind(), check.name()));
    if (last != null) {
      State state = last.fresh ? State.RECORDED : State.STALE;
      if (last.fresh && last.row.verdict() == Verdict.BAD) {
        state = State.FAILED;
      }
      String text = last.row.text() + (last.fresh ? "" : ", for other sources");
      return new Outcome(state, text, last.row, last.date);
    }
    if (!all.isEmpty()) {
      Row row = all.get(0);
      return new Outcome(State.EARLIER, row.text() + ", in an earlier build", row, "");
    }
    String why = check.byDefault() ? "not asked to run in this build" : "outside the default set";
    return new Outcome(State.NEVER, why + ", and no result is kept", null, "");
  }

  /** A test that ran on two JDKs has to pass on each of them. */
  private static Outcome judge(List<Row> runs) {
    for (Row row : runs) {
      if (row.verdict() == Verdict.BAD) {
        return new Outcome(State.FAILED, row.text(), row, "");
      }
    }
    for (Row row : runs) {
      if (row.verdict() == Verdict.GOOD) {
        return new Outcome(State.PASSED, row.text(), row, "");
      }
    }
    return new Outcome(State.SKIPPED, runs.get(0).text(), runs.get(0), "");
  }

  private boolean isOfThisBuild(Row row) {
    return !row.at().isBefore(build.started());
  }

  /** JUnit tests of all kinds are found by their names; Surefire does not know kinds. */
  private static String key(EvidenceKind kind, String name) {
    return switch (kind) {
      case UNIT, LINCHECK -> name;
      case EXPLORER -> name.startsWith("org.") ? name : kind.word() + " " + name;
      default -> kind.word() + " " + name;
    };
  }
}
