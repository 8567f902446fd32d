// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cqskernel.check.Results;
import org.cqskernel.check.Row;
import org.cqskernel.check.TlcChecks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs TLC on every line of {@code configurations.csv}: exit code, number of distinct states and
 * what is violated are as written there.
 *
 * <p>{@code -Dtlc.deep=true} adds the deep ones, {@code -Dtlc.only=REGEX} picks by name, {@code
 * -Dtlc.parallel=N} sets how many run at a time. What came out is written to {@code
 * target/tlc/results.json}.
 */
class TlcTest {
  private static final Path SOURCES = Path.of("src", "main", "tla");
  private static final Path OUTPUT = Path.of("target", "tlc");
  private static final Tlc TLC = new Tlc(SOURCES, OUTPUT);
  private static final Map<String, Row> RESULTS = new ConcurrentSkipListMap<>();
  private static ExecutorService executor;

  @BeforeAll
  static void start() {
    executor = Executors.newFixedThreadPool(Integer.getInteger("tlc.parallel", 2));
  }

  @AfterAll
  static void stop() throws IOException {
    executor.shutdownNow();
    Results.write(OUTPUT.resolve("results.json"), TlcChecks.PART, List.copyOf(RESULTS.values()));
  }

  @TestFactory
  Stream<DynamicTest> asTheTableSays() throws IOException {
    boolean deep = Boolean.getBoolean("tlc.deep");
    Pattern only = Pattern.compile(System.getProperty("tlc.only", ""));
    Map<Configuration, Future<Tlc.Outcome>> runs =
        new TreeMap<>(Comparator.comparing(Configuration::name));
    for (Configuration c : Configuration.readAll(SOURCES)) {
      if ((deep || !c.deep()) && only.matcher(c.name()).find()) {
        assertTrue(runs.put(c, executor.submit(() -> TLC.run(c))) == null, "twice: " + c.name());
      }
    }
    return runs.entrySet().stream()
        .map(
            e -> DynamicTest.dynamicTest(e.getKey().name(), () -> check(e.getKey(), e.getValue())));
  }

  private static void check(Configuration c, Future<Tlc.Outcome> run)
      throws InterruptedException, ExecutionException, IOException {
    Tlc.Outcome o = run.get();
    RESULTS.put(c.module() + "," + c.name(), TlcChecks.row(TLC, c, o));
    assertAll(
        "see " + o.log(),
        () -> assertEquals(c.exit(), o.exit(), "exit code"),
        () -> assertEquals(c.states(), o.states(), "distinct states"),
        () -> assertEquals(c.violated(), o.violated(), "violated"));
  }

  /** The committed translation of each algorithm is that of its text. */
  @TestFactory
  Stream<DynamicTest> translationsAreUpToDate() throws IOException {
    Map<String, Future<String>> translations = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".tla") && Files.readString(file).contains("--algorithm")) {
          String module = name.substring(0, name.length() - 4);
          translations.put(module, executor.submit(() -> TLC.translate(module)));
        }
      }
    }
    return translations.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertEquals(
                            e.getValue().get(),
                            Files.readString(SOURCES.resolve(e.getKey() + ".tla")))));
  }
}
