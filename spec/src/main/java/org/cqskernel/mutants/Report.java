// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a run has found, as it is written for the evidence report.
 *
 * @param kernelHash the kernel's, see {@link org.cqskernel.evidence.results.SourceHash}
 * @param date the day of the run
 * @param jdk the JDK's version
 * @param results one for each mutant
 */
public record Report(String kernelHash, String date, String jdk, List<Row> results) {
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

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String json =
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(this);
    Files.writeString(file, json + "\n");
  }
}
