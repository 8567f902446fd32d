// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Report")
class ReportTest {
  @TempDir Path directory;

  /** One measurement, as JMH writes it. */
  private static String run(String method, int waiters, double time, double bytes) {
    return """
        {"benchmark": "org.cqskernel.jmh.PromiseBenchmark.%s", "mode": "avgt", "threads": 1,
         "forks": 1, "jvm": "/somewhere/bin/java", "jdkVersion": "17.0.1",
         "params": {"waiters": "%d"},
         "primaryMetric": {"score": 1e9, "scoreUnit": "ns/op", "rawData": [[1e9]]},
         "secondaryMetrics": {
           "cpu.time": {"score": 1e9, "scoreUnit": "ns/op", "rawData": [[%f, 1e9], [0, %f, %f]]},
           "gc.alloc.rate.norm": {"score": %f, "scoreUnit": "B/op", "rawData": [[%f]]},
           "gc.count": {"score": 7, "scoreUnit": "counts", "rawData": [[7]]}}}
        """
        .formatted(method, waiters, time, time, time, bytes, bytes);
  }

  private Figures read(String... runs) throws IOException {
    Path file = directory.resolve("results.json");
    Files.writeString(file, "[" + String.join(",", runs) + "]");
    return Figures.read(List.of(file));
  }

  private Figures example(double ours) throws IOException {
    return read(
        run("floor", 1, 10, 72),
        run("floor", 16, 160, 130),
        run("callbacks", 1, ours, 40),
        run("callbacks", 16, 16 * ours, 672),
        run("guava", 1, 12, 48));
  }

  @Test
  @DisplayName("figures are medians over all forks, and survive being saved")
  void medians() throws IOException {
    Figures figures = example(11);
    Map<String, String> one = Map.of("waiters", "1");
    assertEquals(
        OptionalDouble.of(11), figures.of("PromiseBenchmark.callbacks", one, 1, Figures.PROCESSOR));
    assertEquals(
        OptionalDouble.empty(),
        figures.of("PromiseBenchmark.callbacks", one, 2, Figures.PROCESSOR));
    Path saved = directory.resolve("saved.json");
    figures.save(saved);
    assertFalse(Files.readString(saved).contains("somewhere"), "whose machine it was is not kept");
    Figures again = Figures.read(List.of(saved));
    assertEquals(
        OptionalDouble.of(40), again.of("PromiseBenchmark.callbacks", one, 1, Figures.BYTES));
    assertEquals("17.0.1", again.jdk());
  }

  @Test
  @DisplayName("a goal is met or not")
  void goals() throws IOException {
    Goal goal = Goal.timesFloor(Families.PROMISE, "Promise, callbacks", "1", 1);
    assertEquals("not met", goal.verdict(example(11)));
    assertEquals("met", goal.verdict(example(10)));
    assertEquals("not measured", goal.verdict(read()));
    Goal flat =
        Goal.timesPoint(Families.PROMISE, "Promise, callbacks", "16", 1.25, "1", Figures.PROCESSOR);
    assertEquals("met", flat.verdict(example(11)));
    Goal levels = Goal.atLeast(Families.PROMISE, "Promise, callbacks", 40, Figures.BYTES, "B");
    assertEquals("met", levels.verdict(example(11)));
    Goal more = Goal.atLeast(Families.PROMISE, "Promise, callbacks", 41, Figures.BYTES, "B");
    assertEquals("not met", more.verdict(example(11)));
  }

  @Test
  @DisplayName("tables show what was measured, and its ratio to the floor")
  void tables() throws IOException {
    String text = new MarkdownReport(example(11)).text("Heading", "Conditions.");
    assertTrue(text.startsWith("# Heading\n\nConditions.\n\n## Goals: "), text);
    assertTrue(text.contains("1.10 x | **not met** |"), text);
    assertTrue(
        text.matches("(?s).*\\| \\*\\*Promise, callbacks\\*\\* \\| 11.0 \\| +1.10 \\|.*"), text);
    assertFalse(text.contains("Exchanger"), "what was not measured is left out");
  }

  @Test
  @DisplayName("a plot is drawn if there is something to be drawn")
  void plots() throws IOException {
    Path file = directory.resolve("plot.svg");
    assertFalse(new Plots(read()).write(Families.PROMISE, "jdk17", file));
    assertTrue(new Plots(example(11)).write(Families.PROMISE, "jdk17", file));
    assertTrue(Files.readString(file).contains("<svg"));
  }

  @Test
  @DisplayName("every goal names a line and a point that exist, and something to run")
  void catalogue() {
    assertTrue(Goals.ALL.size() > 50);
    assertTrue(Families.ALL.containsAll(List.of(Families.PROMISE, SpaceFamilies.RETAINED)));
    assertTrue(Steps.all(false).size() > 10);
  }
}
