// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time of the benchmark's threads per operation. On a machine that is shared with others
 * it is steadier than elapsed time, because it stands still while another process has the core.
 * Garbage collection is not in it.
 */
public final class CpuTimeProfiler implements InternalProfiler {
  /** The name of the result. */
  static final String LABEL = "cpu.time";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long before;

  /** For the harness, which finds this class by its name. */
  public CpuTimeProfiler() {}

  @Override
  public String getDescription() {
    return "processor time of the benchmark's threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = workerTime();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double operations = result.getMetadata().getAllOps();
    return List.of(
        new ScalarResult(
            LABEL, (workerTime() - before) / operations, "ns/op", AggregationPolicy.AVG));
  }

  private long workerTime() {
    long time = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().contains("jmh-worker")) {
        time += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return time;
  }
}
