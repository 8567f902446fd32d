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
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Report")
class ReportTest {
  @TempDir Path directory;

  /** One measurement, as JMH writes it. */
  private static String run(String method, int waiters, double time, double bytes) {
    return run(method, waiters, time, 0, bytes);
  }

  /** With quartiles that far from the median. */
  private static String run(
      String method, int waiters, double time, double quartile, double bytes) {
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
        .formatted(method, waiters, time - quartile, time, time + quartile, bytes, bytes);
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

  private Figures spread(double ours, double quartile) throws IOException {
    return read(run("floor", 1, 10, 72), run("callbacks", 1, ours, quartile, 40));
  }

  @Test
  @DisplayName("figures are medians over all forks, and survive being saved")
  void medians() throws IOException {
    Figures figures = example(11);
    Map<String, String> one = Map.of("waiters", "1");
    Samples samples =
        figures.of("PromiseBenchmark.callbacks", one, 1, Figures.PROCESSOR).orElseThrow();
    assertEquals(11, samples.median());
    assertEquals(5, samples.count());
    assertEquals(0, samples.least());
    assertEquals(1e9, samples.most());
    assertEquals(
        Optional.empty(), figures.of("PromiseBenchmark.callbacks", one, 2, Figures.PROCESSOR));
    Path saved = directory.resolve("saved.json");
    figures.save(saved);
    assertFalse(Files.readString(saved).contains("somewhere"), "whose machine it was is not kept");
    Figures again = Figures.read(List.of(saved));
    assertEquals(
        40, again.of("PromiseBenchmark.callbacks", one, 1, Figures.BYTES).orElseThrow().median());
    assertEquals("17.0.1", again.jdk());
  }

  @Test
  @DisplayName("a goal is met or not")
  void goals() throws IOException {
    Goal goal = Goal.timesFloor(Families.PROMISE, "Promise, callbacks", "1", 1);
    assertEquals("not met", goal.verdict(example(11)));
    assertEquals("met", goal.verdict(example(10)));
    assertEquals("not met", goal.verdict(example(10.01)), "no slack");
    assertEquals("1.0010 x", goal.measured(example(10.01)), "more digits, so that one sees it");
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
    assertTrue(text.startsWith("# Heading\n\nConditions.\n\n"), text);
    assertTrue(text.contains("\n## Goals: " + Goals.ALL.size() + "; "), text);
    assertTrue(text.contains("| **not measured** |"), "a goal is never left out");
    assertTrue(text.matches("(?s).*1\\.10 x \\| +\\*\\*not met\\*\\* \\|.*"), text);
    assertTrue(
        text.matches(
            "(?s).*\\| \\*\\*Promise, callbacks\\*\\* +\\| +11.0 \\| +1.10 \\| +0.92 \\|.*"),
        text);
    assertFalse(text.contains("Exchanger"), "a line that was not measured is left out");
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
    for (Plan plan : Plan.values()) {
      assertTrue(plan.steps().size() > 10);
    }
  }

  @Test
  @DisplayName("bytes count in tenths, because the harness allocates too")
  void tenths() throws IOException {
    Goal goal = Goal.atMost(Families.PROMISE, "Promise, callbacks", "1", 48, Figures.BYTES, "B");
    assertEquals("met", goal.verdict(read(run("callbacks", 1, 10, 48.04))));
    assertEquals("not met", goal.verdict(read(run("callbacks", 1, 10, 48.1))));
  }

  @Test
  @DisplayName("a goal that is missed by less than the spread of the samples is level")
  void level() throws IOException {
    Goal goal = Goal.timesFloor(Families.PROMISE, "Promise, callbacks", "1", 1);
    assertEquals("level", goal.verdict(spread(11, 2)), "from 9 to 13 against 10");
    assertEquals("not met", goal.verdict(spread(13, 1)), "from 12 to 14 against 10");
    assertEquals("met", goal.verdict(spread(10, 2)));
  }

  @Test
  @DisplayName("less than nothing is no figure, and meets no goal")
  void negative() throws IOException {
    Goal goal = Goal.atMost(Families.PROMISE, "Promise, callbacks", "1", 48, Figures.BYTES, "B");
    assertEquals("met", goal.verdict(read(run("callbacks", 1, 10, 0))));
    assertEquals("not measured", goal.verdict(read(run("callbacks", 1, 10, -32))));
  }

  @Test
  @DisplayName("every goal of a peer names peers that exist")
  void peers() {
    for (Family family : Families.ALL) {
      for (Line line : family.lines()) {
        line.against().forEach(family::line);
        assertTrue(line.role() != Line.Role.OTHER || !line.reason().isEmpty());
      }
    }
  }

  @Test
  @DisplayName("a loaded machine and a second kernel are told")
  void warnings() throws IOException {
    String quiet = new Conditions(loaded(1.2)).text();
    assertTrue(quiet.contains("Kernel sources abc;"), quiet);
    assertFalse(quiet.contains("Warning"), quiet);
    assertTrue(new Conditions(loaded(6)).text().contains("Warning: 1 of 1"));
    Path file = directory.resolve("results.json");
    Figures figures = loaded(1);
    Files.writeString(file, "[" + run("guava", 1, 10, 48) + "]");
    figures.read(file, Map.of("kernel", "def"));
    assertTrue(new Conditions(figures).text().contains("more than one state of the kernel"));
    assertEquals(1, figures.keepOnly("kernel", "def"));
    assertFalse(new Conditions(figures).text().contains("more than one state of the kernel"));
  }

  private Figures loaded(double load) throws IOException {
    String average =
        "\"load.average\": {\"score\": 1, \"rawData\": [[%f]]}, \"cpu.time\"".formatted(load);
    Path file = directory.resolve("results.json");
    Files.writeString(file, "[" + run("floor", 1, 10, 72).replace("\"cpu.time\"", average) + "]");
    Figures figures = Figures.read(List.of());
    figures.read(file, Map.of("kernel", "abc"));
    return figures;
  }
}
