// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** All samples of one figure, of all iterations of all forks. */
record Samples(List<Double> sorted, double first, double last) {

  static Samples read(JsonNode metric) {
    List<Double> samples = new ArrayList<>();
    for (JsonNode fork : metric.path("rawData")) {
      for (JsonNode sample : fork) {
        samples.add(sample.asDouble());
      }
    }
    if (samples.isEmpty()) {
      samples.add(metric.path("score").asDouble());
    }
    return new Samples(
        samples.stream().sorted().toList(), samples.get(0), samples.get(samples.size() - 1));
  }

  int count() {
    return sorted.size();
  }

  double median() {
    return quantile(0.5);
  }

  double least() {
    return sorted.get(0);
  }

  double most() {
    return sorted.get(sorted.size() - 1);
  }

  /** Between neighbours in proportion. */
  double quantile(double part) {
    double place = part * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }

  /** Half the distance of the quartiles, as a part of the median. */
  double spread() {
    return median() == 0 ? 0 : (quantile(0.75) - quantile(0.25)) / 2 / Math.abs(median());
  }
}
