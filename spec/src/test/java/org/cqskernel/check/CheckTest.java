// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The standard scenarios, explored as the check command does, two at a time. What came out is
 * written to {@code target/check/results.json}.
 */
@DisplayName("Standard scenarios")
class CheckTest {
  private static final List<Row> ROWS = new ArrayList<>();
  private static ExecutorService executor;

  @BeforeAll
  static void start() {
    executor = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void stop() throws IOException {
    executor.shutdownNow();
    Results.write(Path.of("target", "check", "results.json"), ScenarioCheck.PART, ROWS);
  }

  @TestFactory
  Stream<DynamicTest> hold() {
    Instant end = Instant.now().plusSeconds(900);
    Map<String, String> drawn = new LinkedHashMap<>();
    List<ScenarioCheck> checks =
        ScenarioCheck.standard(Options.defaults(), end, r -> note(drawn, r));
    Map<ScenarioCheck, Future<Row>> running = new LinkedHashMap<>();
    checks.stream()
        .sorted(Comparator.comparingDouble(Check::weight).reversed())
        .forEach(c -> running.put(c, executor.submit(() -> c.run(p -> {}))));
    return checks.stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name(),
                    () -> {
                      Row row = running.get(c).get();
                      ROWS.add(row);
                      assertEquals(
                          Row.Status.PASSED,
                          row.status(),
                          () -> row.verdict() + "\n" + drawn.getOrDefault(c.name(), ""));
                    }));
  }

  private static void note(Map<String, String> drawn, Result r) {
    synchronized (drawn) {
      drawn.put(r.scenario(), org.cqskernel.explorer.render.TextTrace.draw(r.trace()));
    }
  }
}
