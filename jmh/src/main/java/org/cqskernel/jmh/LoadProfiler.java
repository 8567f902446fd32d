// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/** The load of the machine during each iteration: its average, and what others use. */
public final class LoadProfiler implements InternalProfiler {
  private MachineLoad load;

  /** For the harness, which finds this class by its name. */
  public LoadProfiler() {}

  @Override
  public String getDescription() {
    return "load average, and processors that others use";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    load = new MachineLoad();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    return List.of(
        result(MachineLoad.AVERAGE, MachineLoad.average()),
        result(MachineLoad.OTHERS, load.others()));
  }

  private static ScalarResult result(String name, double value) {
    return new ScalarResult(name, value, "processors", AggregationPolicy.AVG);
  }
}
