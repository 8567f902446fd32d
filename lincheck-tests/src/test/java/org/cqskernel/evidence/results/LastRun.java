// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps the results of a deep run with the sources that it saw: reads what Surefire or the runner
 * of the litmus tests has left in a module's target folder, and writes the module's {@code
 * results/last-run.json}. A run that was not deep is not taken.
 *
 * <pre>
 *   java ... org.cqskernel.evidence.results.LastRun lincheck|jcstress [ROOT]
 * </pre>
 */
final class LastRun {
  private static final String DEEP = "name=\"lincheck.deep\" value=\"true\"";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private LastRun() {}

  /** Writes the file of the module, of the project in this folder's parent or in another one. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length > 1 ? args[1] : "..");
    Path file = root.resolve(args[0] + "-tests/results/last-run.json");
    ObjectNode run = args[0].equals("lincheck") ? lincheck(root) : jcstress(root);
    Files.createDirectories(file.getParent());
    Files.writeString(file, JSON.writeValueAsString(run) + "\n");
    System.out.println(file + ": " + run.path("results").size() + " results");
  }

  static ObjectNode lincheck(Path root) throws IOException {
    Path reports = root.resolve("lincheck-tests/target/surefire-reports");
    requireDeep(reports);
    List<Row> rows = new ArrayList<>();
    SurefireReports.read(reports, rows);
    ObjectNode run = head(root);
    run.put("jdk", rows.isEmpty() ? "" : rows.get(0).jdk());
    run.put("machine", machine());
    ArrayNode results = run.putArray("results");
    for (Row row : rows) {
      if (row.verdict() == Row.Verdict.BAD) {
        throw new IllegalStateException(row.name() + " " + row.text() + ": nothing to keep");
      }
      ObjectNode result = results.addObject();
      result.put("kind", "lincheck");
      result.put("name", row.name());
      result.put("result", row.text());
      result.put("bound", row.bound().isEmpty() ? "deep" : "deep, " + row.bound());
      result.put("seconds", Math.round(row.seconds() * 10) / 10.0);
    }
    return run;
  }

  private static void requireDeep(Path reports) throws IOException {
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
        if (!Files.readString(file).contains(DEEP)) {
          throw new IllegalStateException(file + " is not of a deep run");
        }
      }
    }
  }

  static ObjectNode jcstress(Path root) throws IOException {
    Path file = root.resolve("jcstress-tests/target/jcstress/results.json");
    ObjectNode kept = (ObjectNode) JSON.readTree(file.toFile());
    if (!kept.path("profile").asText().equals("deep")) {
      throw new IllegalStateException(file + " is not of a deep run");
    }
    ObjectNode run = head(root);
    kept.properties().forEach(field -> run.set(field.getKey(), field.getValue()));
    return run;
  }

  private static ObjectNode head(Path root) throws IOException {
    ObjectNode run = JSON.createObjectNode();
    run.put("kernelHash", SourceHash.ofKernel(root));
    run.put("date", LocalDate.now().toString());
    return run;
  }

  private static String machine() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, load "
        + Math.round(load)
        + " at the end";
  }
}
