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
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

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
  private static final MathContext DIGITS = new MathContext(5);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Which measurement: the class and method, with its parameters, by so many threads. */
  private record Key(String benchmark, Map<String, String> params, int threads) {}

  private final Map<Key, ObjectNode> runs = new LinkedHashMap<>();
  private final Map<Key, Map<String, Double>> medians = new HashMap<>();

  /** Reads files; of what was measured more than once, the last counts. */
  static Figures read(Collection<Path> files) throws IOException {
    Figures figures = new Figures();
    for (Path file : files) {
      for (JsonNode run : JSON.readTree(file.toFile())) {
        figures.add(run);
      }
    }
    return figures;
  }

  private void add(JsonNode run) {
    Map<String, String> params = new TreeMap<>();
    run.path("params")
        .fields()
        .forEachRemaining(e -> params.put(e.getKey(), e.getValue().asText()));
    String benchmark = run.path("benchmark").asText().replace(PACKAGE, "");
    Map<String, Double> byMetric = new HashMap<>();
    byMetric.put(ELAPSED, median(run.path("primaryMetric")));
    run.path("secondaryMetrics")
        .fields()
        .forEachRemaining(
            e ->
                byMetric.put(
                    e.getKey().equals(ALLOCATED) ? BYTES : e.getKey(), median(e.getValue())));
    Key key = new Key(benchmark, params, run.path("threads").asInt(1));
    medians.put(key, byMetric);
    runs.put(key, trimmed(run));
  }

  /** The median of all iterations of all forks. */
  private static double median(JsonNode metric) {
    List<Double> samples = new ArrayList<>();
    for (JsonNode fork : metric.path("rawData")) {
      for (JsonNode sample : fork) {
        samples.add(sample.asDouble());
      }
    }
    if (samples.isEmpty()) {
      return metric.path("score").asDouble();
    }
    samples.sort(null);
    int half = samples.size() / 2;
    return samples.size() % 2 == 1
        ? samples.get(half)
        : (samples.get(half - 1) + samples.get(half)) / 2;
  }

  /** What is worth keeping, in a few digits, and nothing about whose machine it was. */
  private static ObjectNode trimmed(JsonNode run) {
    ObjectNode kept = JSON.createObjectNode();
    for (String field : List.of("benchmark", "mode", "threads", "forks", "jdkVersion", "params")) {
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

  /** The median of what was measured, if it was. */
  OptionalDouble of(String benchmark, Map<String, String> params, int threads, String metric) {
    Map<String, Double> found =
        medians.get(new Key(benchmark, new TreeMap<>(params), Math.max(1, threads)));
    return found == null || !found.containsKey(metric)
        ? OptionalDouble.empty()
        : OptionalDouble.of(found.get(metric));
  }
}
