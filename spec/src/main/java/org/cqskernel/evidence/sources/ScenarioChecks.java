// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Place;
import org.cqskernel.evidence.sources.Check.Role;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.scenarios.FaultyScenarios;
import org.cqskernel.explorer.scenarios.FutureExpectations;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.sync.UnsafeSignalScenarios;

/** The explorer's scenarios, with what they say that they cover. */
public final class ScenarioChecks {
  private static final Set<Class<?>> COUNTEREXAMPLES =
      Set.of(FaultyScenarios.class, FutureExpectations.class, UnsafeSignalScenarios.class);

  private ScenarioChecks() {}

  /** The scenarios of the check command. */
  public static List<Check> standard() {
    List<Check> checks = new ArrayList<>();
    for (StandardScenarios.Entry entry : StandardScenarios.entries()) {
      Options options = entry.options().apply(Options.defaults());
      String source = entry.source().getName().replace('.', '/').replaceFirst("\\$.*", "");
      Place place = new Place("spec/src/main/java/" + source + ".java", 1);
      for (Scenario<?> s : Explorer.list(ScenarioRef.of(entry.source()), options)) {
        checks.add(
            new Check(
                EvidenceKind.EXPLORER,
                s.name(),
                s.description(),
                COUNTEREXAMPLES.contains(entry.source()) ? Role.COUNTEREXAMPLE : Role.HOLDS,
                Set.copyOf(s.obligations()),
                entry.standard(),
                "",
                "spec",
                place));
      }
    }
    return checks;
  }
}
