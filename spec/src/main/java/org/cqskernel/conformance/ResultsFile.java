// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cqskernel.conformance.Conformance.Outcome;

/** Writes what has come out, for the evidence report. */
final class ResultsFile {
  /** One line. A step is a step of the model. */
  record Line(
      String module,
      String configuration,
      String direction,
      int states,
      int edges,
      int walked,
      long behaviours,
      long steps,
      String result,
      double seconds,
      List<String> obligations) {}

  private ResultsFile() {}

  static void write(Path file, List<Outcome> outcomes) throws IOException {
    Files.createDirectories(file.getParent());
    List<Line> lines = outcomes.stream().map(ResultsFile::line).toList();
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(file, mapper.writeValueAsString(lines) + "\n");
  }

  private static Line line(Outcome o) {
    return new Line(
        o.pair().module(),
        o.pair().configuration(),
        o.direction(),
        o.states(),
        o.edges(),
        o.walked(),
        o.behaviours(),
        o.steps(),
        o.failure() != null ? "differs" : o.complete() ? "conforms" : "cut",
        Math.round(o.seconds() * 10) / 10.0,
        List.of());
  }
}
