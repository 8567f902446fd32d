// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the results of a run with the sources, under the hash of the kernel that it speaks of. What
 * an earlier run on the same kernel has left stays, unless this one has a result of the same check.
 */
public final class Recorder {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The fields that name a check, by the kind of result. */
  private static final List<String> NAMES =
      List.of("mutant", "scenario", "configuration", "face", "name");

  private Recorder() {}

  /**
   * Writes a record.
   *
   * @param root the project's root, whose kernel the results are of
   * @param from an array of results, or an object with {@code results}
   * @param to the record
   */
  public static void record(Path root, Path from, Path to) throws IOException {
    String hash = SourceHash.ofKernel(root);
    Map<String, JsonNode> rows = new TreeMap<>();
    if (Files.exists(to)) {
      JsonNode before = JsonRows.tree(to);
      if (before.path("kernelHash").asText().equals(hash)) {
        before.path("results").forEach(row -> rows.put(name(row), row));
      }
    }
    JsonNode tree = JsonRows.tree(from);
    (tree.isArray() ? tree : tree.path("results")).forEach(row -> rows.put(name(row), row));
    ObjectNode record = JSON.createObjectNode();
    record.put("kernelHash", hash);
    record.put("date", LocalDate.now().toString());
    record.put("jdk", tree.path("jdk").asText(System.getProperty("java.version")));
    rows.values().forEach(record.putArray("results")::add);
    Files.createDirectories(to.toAbsolutePath().getParent());
    Files.writeString(to, JSON.writeValueAsString(record) + "\n");
  }

  private static String name(JsonNode row) {
    StringBuilder name = new StringBuilder();
    for (String field : NAMES) {
      if (row.has(field)) {
        name.append(field).append(' ').append(row.path(field).asText()).append(' ');
      }
    }
    return name.toString();
  }

  /** {@code ROOT FROM TO}, the files relative to the root. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]).toAbsolutePath().normalize();
    record(root, root.resolve(args[1]), root.resolve(args[2]));
  }
}
