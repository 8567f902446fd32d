// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.cqskernel.evidence.sources.ScenarioChecks;
import org.cqskernel.evidence.trace.CountsInTexts;
import org.cqskernel.evidence.trace.Gap;
import org.cqskernel.evidence.trace.GroupTable;
import org.cqskernel.evidence.trace.Traceability;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Catalogue, code and checks agree. {@code -Devidence.update=true} writes the generated table and
 * the README's numbers first, and takes closed gaps out of the list of gaps. That each rule can
 * fail is shown by {@link TraceabilityRulesTest}.
 */
@DisplayName("Every obligation is traced from sentence to line to checks")
class TraceabilityTest {
  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TestFactory
  Stream<DynamicTest> rules() throws IOException {
    Traceability trace = Traceability.of(ROOT, ScenarioChecks::standard);
    if (Boolean.getBoolean("evidence.update")) {
      GroupTable.update(ROOT, trace);
      CountsInTexts.update(ROOT, trace);
      Gap.removeClosed(ROOT, trace);
      trace = Traceability.of(ROOT, ScenarioChecks::standard);
    }
    return trace.all().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(), () -> assertEquals("", String.join("\n", rule.getValue()))));
  }
}
