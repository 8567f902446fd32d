// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes rows as JSON, for the evidence report. */
public final class Results {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Results() {}

  /** Writes the rows of one part; a file that exists is overwritten. */
  public static void write(Path file, String part, List<Row> rows) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(
        file.toFile(), rows.stream().filter(r -> r.part().equals(part)).map(Row::json).toList());
  }
}
