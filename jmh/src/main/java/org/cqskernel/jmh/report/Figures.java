// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** What was measured, read from files in JMH's form of JSON. */
final class Figures {
  /** Processor time, ns per operation. */
  static final String PROCESSOR = "cpu.time";

  /** Elapsed time, ns per operation. */
  static final String ELAPSED = "elapsed";

  /** Bytes per operation. */
  static final String BYTES = "bytes";

  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String PACKAGE = "org.cqskernel.jmh.";
  private static final Set<String> KEPT = Set.of(PROCESSOR, ELAPSED, BYTES, ALLOCATED);
  private static final List<String> FIELDS =
      List.of(
          "benchmark",
          "mode",
          "threads",
          "forks",
          "jdkVersion",
          "params",
          "kernel",
          "commit",
          "date",
          "processor");
  private static final MathContext DIGITS = new MathContext(5);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Which measurement: the class and method, with its parameters, by so many threads. */
  private record Key(String benchmark, Map<String, String> params, int threads) {}

  private final Map<Key, ObjectNode> runs;
  private final Map<Key, Map<String, Samples>> samples;
  private final double quantile;
  private final double quantileOfOthers;

  private Figures(
      Map<Key, ObjectNode> runs,
      Map<Key, Map<String, Samples>> samples,
      double quantile,
      double quantileOfOthers) {
    this.runs = runs;
    this.samples = samples;
    this.quantile = quantile;
    this.quantileOfOthers = quantileOfOthers;
  }

  /** Reads files; of what was measured more than once, the last counts. */
  static Figures read(Collection<Path> files) throws IOException {
    Figures figures = new Figures(new LinkedHashMap<>(), new HashMap<>(), 0.5, 0.5);
    for (Path file : files) {
      figures.read(file, Map.of());
    }
    return figures;
  }

  /** Reads a file and notes for each measurement where and on what it was made. */
  void read(Path file, Map<String, String> conditions) throws IOException {
    for (JsonNode run : JSON.readTree(file.toFile())) {
      conditions.forEach(((ObjectNode) run)::put);
      add(run);
    }
  }

  /** Leaves out what was measured on something else. */
  int keepOnly(String condition, String value) {
    List<Key> others =
        runs.entrySet().stream()
            .filter(e -> !e.getValue().path(condition).asText().equals(value))
            .map(Map.Entry::getKey)
            .toList();
    others.forEach(runs::remove);
    others.forEach(samples::remove);
    return others.size();
  }

  /** What the measurements say about this, each answer once. */
  Set<String> conditions(String condition) {
    Set<String> answers = new TreeSet<>();
    runs.values().forEach(run -> answers.add(run.path(condition).asText("not known")));
    return answers;
  }

  private void add(JsonNode run) {
    Map<String, String> params = new TreeMap<>();
    run.path("params")
        .fields()
        .forEachRemaining(e -> params.put(e.getKey(), e.getValue().asText()));
    String benchmark = run.path("benchmark").asText().replace(PACKAGE, "");
    Map<String, Samples> byMetric = new HashMap<>();
    byMetric.put(ELAPSED, Samples.read(run.path("primaryMetric")));
    run.path("secondaryMetrics")
        .fields()
        .forEachRemaining(
            e ->
                byMetric.put(
                    e.getKey().equals(ALLOCATED) ? BYTES : e.getKey(), Samples.read(e.getValue())));
    Key key = new Key(benchmark, params, run.path("threads").asInt(1));
    samples.put(key, byMetric);
    runs.put(key, trimmed(run));
  }

  /** What is worth keeping, in a few digits, and nothing about whose machine it was. */
  private static ObjectNode trimmed(JsonNode run) {
    ObjectNode kept = JSON.createObjectNode();
    for (String field : FIELDS) {
      if (run.has(field)) {
        kept.set(field, run.get(field));
      }
    }
    kept.set("primaryMetric", trimmedMetric(run.path("primaryMetric")));
    ObjectNode secondary = kept.putObject("secondaryMetrics");
    run.path("secondaryMetrics")
        .fields()
        .forEachRemaining(
            e -> {
              if (KEPT.contains(e.getKey()) || !e.getKey().startsWith("gc.")) {
                secondary.set(e.getKey(), trimmedMetric(e.getValue()));
              }
            });
    return kept;
  }

  private static ObjectNode trimmedMetric(JsonNode metric) {
    ObjectNode kept = JSON.createObjectNode();
    kept.put("score", rounded(metric.path("score")));
    kept.set("scoreUnit", metric.path("scoreUnit"));
    ArrayNode raw = kept.putArray("rawData");
    for (JsonNode fork : metric.path("rawData")) {
      ArrayNode samples = raw.addArray();
      fork.forEach(sample -> samples.add(rounded(sample)));
    }
    return kept;
  }

  private static BigDecimal rounded(JsonNode number) {
    double value = number.asDouble();
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS) : BigDecimal.ZERO;
  }

  /** Writes all of it to one file, small enough to be kept. */
  void save(Path file) throws IOException {
    // One line per measurement: differences can be read.
    ObjectMapper flat = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (ObjectNode run : runs.values()) {
      lines.add(flat.writeValueAsString(run));
    }
    Files.writeString(file, "[\n" + String.join(",\n", lines) + "\n]\n");
  }

  /** The Java version that most of it was measured on. */
  String jdk() {
    return runs.values().stream()
        .findFirst()
        .map(run -> run.path("jdkVersion").asText())
        .orElse("?");
  }

  /** Whether virtual threads can be measured there. */
  boolean hasVirtualThreads() {
    String feature = jdk().replaceAll("\\D.*", "");
    return !feature.isEmpty() && Integer.parseInt(feature) >= 21;
  }

  /** Which of the samples stands for a line: the median, unless said otherwise. */
  double quantile() {
    return quantile;
  }

  /** The same, where the figure is what another is compared with. */
  Figures others() {
    return new Figures(runs, samples, quantileOfOthers, quantileOfOthers);
  }

  /** As good as the quartiles allow: a line's lower one, and the upper one of the others. */
  Figures kindest() {
    return new Figures(runs, samples, 0.25, 0.75);
  }

  /** What was measured, if it was. */
  Optional<Samples> of(String benchmark, Map<String, String> params, int threads, String metric) {
    return Optional.ofNullable(
            samples.get(new Key(benchmark, new TreeMap<>(params), Math.max(1, threads))))
        .map(found -> found.get(metric));
  }

  /** Calls back for each measurement, with its name and all its metrics. */
  void forEach(BiConsumer<String, Map<String, Samples>> action) {
    samples.entrySet().stream()
        .map(e -> Map.entry(name(e.getKey()), e.getValue()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> action.accept(e.getKey(), e.getValue()));
  }

  private static String name(Key key) {
    return key.benchmark
        + (key.params.isEmpty() ? "" : " " + String.join(", ", key.params.values()))
        + (key.threads > 1 ? " -t " + key.threads : "");
  }
}
