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

/** Processor time of the working threads per operation. */
public final class CpuTimeProfiler implements InternalProfiler {
  /** The name of the result. */
  public static final String LABEL = "cpu.time";

  private long before;

  /** For the harness, which finds this class by its name. */
  public CpuTimeProfiler() {}

  @Override
  public String getDescription() {
    return "processor time of the working threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = ProcessorTime.ofWorkers();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operations = result.getMetadata().getAllOps();
    double time = ProcessorTime.ofWorkers() - before;
    return List.of(new ScalarResult(LABEL, time / operations, "ns/op", AggregationPolicy.AVG));
  }
}
