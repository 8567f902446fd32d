// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.report.Evidence.CheckEntry;
import org.cqskernel.evidence.results.Build;
import org.cqskernel.evidence.results.Outcome.State;
import org.cqskernel.evidence.results.Results;
import org.cqskernel.evidence.sources.Check;

/** Why a build fails for what its checks said or did not say, and what limits its report. */
final class Verdicts {
  private final Build build;
  private final Results results;
  private final Map<Check, CheckEntry> entries;

  Verdicts(Build build, Results results, Map<Check, CheckEntry> entries) {
    this.build = build;
    this.results = results;
    this.entries = entries;
  }

  List<String> faults() {
    List<String> faults = new ArrayList<>();
    entries.forEach(
        (check, entry) -> {
          String name = check.kind().title() + " " + entry.shortName();
          if (is(entry, State.FAILED)) {
            faults.add(name + ": " + entry.result());
          } else if (is(entry, State.NOT_RUN)) {
            faults.add(name + ": did not run in this build");
          } else if (mustBeKnown(check) && (is(entry, State.STALE) || is(entry, State.NEVER))) {
            faults.add(name + ": " + entry.result());
          }
        });
    for (EvidenceKind kind : List.of(EvidenceKind.MUTANT, EvidenceKind.REGRESSION)) {
      boolean some = entries.keySet().stream().anyMatch(c -> c.kind() == kind);
      if (some && build.runs("spec") && !results.has(kind)) {
        faults.add(kind.title() + ": none ran in this build");
      }
    }
    return faults;
  }

  private boolean mustBeKnown(Check check) {
    boolean patch = check.kind() == EvidenceKind.MUTANT || check.kind() == EvidenceKind.REGRESSION;
    return patch ? build.mutants() : build.deep() && check.kind() != EvidenceKind.COQ;
  }

  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    build.narrowed().forEach(n -> remarks.add("Tests were left out on purpose: " + n + "."));
    List<String> absent =
        entries.keySet().stream()
            .filter(c -> c.byDefault() && !build.modules().contains(c.module()))
            .map(Check::module)
            .distinct()
            .sorted()
            .toList();
    if (!absent.isEmpty()) {
      remarks.add("Not part of this build: " + String.join(", ", absent) + ".");
    }
    count(remarks, State.STALE, "%d results are recorded for other sources than these.");
    count(remarks, State.SKIPPED, "%d checks say that they cannot run here.");
    count(remarks, State.EARLIER, "%d results are of an earlier build.");
    count(remarks, State.NEVER, true, "%d checks of the default set have no result.");
    count(
        remarks, State.NEVER, false, "%d checks outside the default set have no recorded result.");
    return remarks;
  }

  private void count(List<String> remarks, State state, String text) {
    count(remarks, entries.values().stream().filter(e -> is(e, state)).count(), text);
  }

  private void count(List<String> remarks, State state, boolean byDefault, String text) {
    count(
        remarks,
        entries.values().stream().filter(e -> is(e, state) && e.byDefault() == byDefault).count(),
        text);
  }

  private static void count(List<String> remarks, long n, String text) {
    if (n > 0) {
      remarks.add(String.format(text, n));
    }
  }

  private static boolean is(CheckEntry entry, State state) {
    return entry.state().equals(state.word());
  }
}
