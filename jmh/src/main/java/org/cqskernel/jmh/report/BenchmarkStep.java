// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.cqskernel.jmh.CpuTimeProfiler;
import org.cqskernel.jmh.LoadProfiler;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A class of benchmarks, by so many threads. */
record BenchmarkStep(String type, int threads, Plan.Effort effort, Map<String, String[]> params)
    implements Step {
  /** What the harness writes of a benchmark that has thrown; the others go on. */
  private static final String FAILURE = "<failure>";

  @Override
  public String name() {
    return type + (threads == 1 ? "" : " -t " + threads);
  }

  @Override
  public boolean run(Path results, Path log, long seconds) {
    System.setProperty("jmh.ignoreLock", "true"); // Others may measure something else.
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + type + "\\.")
            .forks(effort.forks())
            .warmupIterations(effort.warmUp())
            .warmupTime(TimeValue.milliseconds(effort.millis()))
            .measurementIterations(effort.iterations())
            .measurementTime(TimeValue.milliseconds(effort.millis()))
            .threads(threads)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuTimeProfiler.class)
            .addProfiler(LoadProfiler.class)
            .shouldFailOnError(false)
            .verbosity(VerboseMode.NORMAL)
            .output(log.toString())
            .resultFormat(ResultFormatType.JSON)
            .result(results.toString());
    new TreeMap<>(params).forEach(options::param);
    try {
      new Runner(options.build()).run();
      return !Files.readString(log).contains(FAILURE);
    } catch (RunnerException | IOException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }
}
