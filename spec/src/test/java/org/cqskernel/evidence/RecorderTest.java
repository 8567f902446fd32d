// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cqskernel.evidence.results.Recorder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded is of one kernel. */
@DisplayName("A record of a run")
class RecorderTest {
  @TempDir private Path root;

  private List<String> record(String results) throws IOException {
    Files.createDirectories(root.resolve("spec/deep"));
    Files.writeString(root.resolve("results.json"), results);
    Path to = root.resolve("spec/deep/last-run.json");
    Recorder.record(root, root.resolve("results.json"), to);
    JsonNode tree = new ObjectMapper().readTree(to.toFile());
    List<String> rows = new ArrayList<>();
    tree.path("results").forEach(r -> rows.add(r.path("scenario").asText() + r.path("verdict")));
    return rows;
  }

  @Test
  @DisplayName(
      "keeps what an earlier one on the same kernel has, and not what is of another kernel")
  void merges() throws IOException {
    SmallTree tree = SmallTree.in(root);
    record("[{\"scenario\":\"a\",\"verdict\":\"x\"},{\"scenario\":\"b\",\"verdict\":\"x\"}]");
    String second = "{\"results\":[{\"scenario\":\"b\",\"verdict\":\"y\"}]}";
    assertEquals(List.of("a\"x\"", "b\"y\""), record(second));
    tree.replace(SmallTree.KERNEL, "int next", "long next");
    assertEquals(List.of("b\"y\""), record(second));
  }
}
