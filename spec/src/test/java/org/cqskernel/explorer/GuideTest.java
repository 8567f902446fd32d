// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cqskernel.explorer.render.TextTrace;
import org.junit.jupiter.api.Test;

/** The guide shows the example that is compiled and run, and the drawing that it gives. */
class GuideTest {
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("spec") ? here : here.resolve("spec");
  }

  private static String guide() throws IOException {
    return Files.readString(root().resolve("explorer-for-your-classes.md"));
  }

  @Test
  void theExampleIsTheOneThatRuns() throws IOException {
    String source = Files.readString(root().resolve("src/test/java/org/example/TicketsTest.java"));
    String shown = source.substring(source.indexOf("package "));
    assertTrue(guide().contains("```java\n" + shown + "```\n"), shown);
  }

  @Test
  void theDrawingIsTheOneThatComesOut() throws IOException {
    Result r =
        Explorer.explore(
            new ScenarioRef(
                "org.example.TicketsTest$Scenarios", "one ticket, two buyers", List.of()),
            Options.defaults().instrument("org.example.TicketsTest$Tickets"));
    String drawn = TextTrace.draw(r.trace()).strip();
    assertTrue(guide().contains("```\n" + drawn + "\n```\n"), drawn);
  }
}
