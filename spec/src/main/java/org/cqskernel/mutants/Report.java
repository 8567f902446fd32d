// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has found, as it is written for the evidence report.
 *
 * @param kernelHash the kernel's, see {@link org.cqskernel.evidence.results.SourceHash}
 * @param date the day of the run
 * @param jdk the JDK's version
 * @param wallSeconds how long the run took; of one that is completed by an earlier one, both
 * @param results one for each mutant
 */
public record Report(
    String kernelHash, String date, String jdk, double wallSeconds, List<Row> results) {
  /** What became of a mutant. */
  public enum Outcome {
    KILLED,
    SURVIVED,
    EQUIVALENT,
    NOT_OBSERVABLE;

    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The check that found a mutant. */
  public record Killer(Kind kind, String name) {}

  /**
   * One mutant.
   *
   * @param killer the first check, in order of cost, that found it, or null
   * @param seconds what that check took, with the fault
   * @param found what that check said, or why none finds it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      String mutant,
      String obligation,
      Outcome outcome,
      Killer killer,
      double seconds,
      String found) {}

  /**
   * This report with the rows of an earlier one, for mutants that this run has left out.
   *
   * @param file the earlier report; not used if it is of another kernel, or absent
   */
  public Report completed(Path file) throws IOException {
    if (!Files.exists(file)) {
      return this;
    }
    JsonNode before = new ObjectMapper().readTree(file.toFile());
    if (!kernelHash.equals(before.path("kernelHash").asText())) {
      return this;
    }
    Map<String, Row> rows = new TreeMap<>();
    for (JsonNode row : before.path("results")) {
      rows.put(row.path("mutant").asText(), row(row));
    }
    results.forEach(row -> rows.put(row.mutant(), row));
    double seconds = wallSeconds + before.path("wallSeconds").asDouble();
    return new Report(kernelHash, date, jdk, seconds, List.copyOf(rows.values()));
  }

  private static Row row(JsonNode n) {
    JsonNode killer = n.path("killer");
    return new Row(
        n.path("mutant").asText(),
        n.path("obligation").asText(),
        Outcome.valueOf(n.path("outcome").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
        killer.isObject()
            ? new Killer(Kind.of(killer.path("kind").asText()), killer.path("name").asText())
            : null,
        n.path("seconds").asDouble(),
        n.hasNonNull("found") ? n.path("found").asText() : null);
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String json =
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
    Files.writeString(file, json + "\n");
  }
}
