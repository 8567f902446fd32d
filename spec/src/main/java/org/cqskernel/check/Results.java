// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cqskernel.conformance.ConformanceChecks;

/** Writes rows as JSON, for the evidence report. */
public final class Results {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Results() {}

  /** For the evidence report, when everything has run. */
  static void writeAll(List<Row> rows, boolean deep, boolean modelMutants) throws IOException {
    Path target = Path.of("spec", "target");
    if (rows.stream().anyMatch(Pool::hasNotRun)) {
      return; // Cut by the limit: there is nothing to record.
    }
    if (deep) {
      write(target.resolve("check/deep-results.json"), ScenarioCheck.PART, rows);
    } else {
      write(target.resolve("check/results.json"), ScenarioCheck.PART, rows);
      if (rows.stream().anyMatch(r -> r.part().equals(PairCheck.PART))) {
        write(target.resolve("check/pairs-results.json"), PairCheck.PART, rows);
      }
      if (modelMutants) {
        write(target.resolve("tlc/results.json"), TlcChecks.PART, rows);
      }
      write(target.resolve("conformance/results.json"), ConformanceChecks.PART, rows);
    }
  }

  /** Writes the rows of one part; a file that exists is overwritten. */
  public static void write(Path file, String part, List<Row> rows) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(
        file.toFile(), rows.stream().filter(r -> r.part().equals(part)).map(Row::json).toList());
  }
}
