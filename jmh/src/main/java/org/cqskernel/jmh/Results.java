// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** What a program has measured, in the form in which JMH writes its results. */
final class Results {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String program;
  private final ArrayNode runs = JSON.createArrayNode();
  private Path file;
  private double averageBefore = MachineLoad.average();
  private MachineLoad load = new MachineLoad();
  private double others = Double.NaN;

  Results(Class<?> program) {
    this.program = program.getName();
  }

  /** One figure, or several samples of it, of each kind. The first kind is the primary one. */
  record Metric(String name, String unit, double... samples) {
    double median() {
      double[] sorted = samples.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  }

  /**
   * Adds and prints what was measured.
   *
   * @param method what would be the method's name in a benchmark
   * @param params by name, in order
   */
  void add(String method, Map<String, String> params, Metric primary, Metric... secondary) {
    ObjectNode run = runs.addObject();
    run.put("benchmark", program + "." + method);
    run.put("mode", "ss");
    run.put("threads", 1);
    run.put("forks", 1);
    run.put("jdkVersion", System.getProperty("java.version"));
    params.forEach(run.withObject("/params")::put);
    put(run.putObject("primaryMetric"), primary);
    ObjectNode others = run.putObject("secondaryMetrics");
    put(others.putObject(primary.name), primary); // Under its name, too.
    StringBuilder line = new StringBuilder(String.format("%-18s", method));
    params.values().forEach(value -> line.append(String.format(" %-28s", value)));
    line.append(String.format(" %,14.1f %s", primary.median(), primary.unit));
    for (Metric metric : secondary) {
      put(others.putObject(metric.name), metric);
      line.append(String.format(", %,.1f %s", metric.median(), metric.unit));
    }
    put(
        others.putObject(MachineLoad.AVERAGE),
        new Metric(MachineLoad.AVERAGE, "processors", averageBefore, MachineLoad.average()));
    put(
        others.putObject(MachineLoad.OTHERS),
        new Metric(MachineLoad.OTHERS, "processors", others()));
    averageBefore = MachineLoad.average();
    System.out.println(line);
    save();
  }

  /** Of figures that are added together, one after the other, the first one's holds for all. */
  private double others() {
    if (load.isLong()) {
      others = load.others();
      load = new MachineLoad();
    }
    return others;
  }

  private static void put(ObjectNode node, Metric metric) {
    node.put("score", metric.median());
    node.put("scoreUnit", metric.unit);
    ArrayNode fork = node.putArray("rawData").addArray();
    for (double sample : metric.samples) {
      fork.add(sample);
    }
  }

  /** From now on everything is in this file too, also if the program is stopped half-way. */
  void saveTo(Path place) {
    file = place;
  }

  private void save() {
    if (file != null) {
      try {
        JSON.writeValue(file.toFile(), runs);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
