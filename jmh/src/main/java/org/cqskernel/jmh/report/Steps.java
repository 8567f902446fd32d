// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.cqskernel.jmh.CpuTimeProfiler;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What is run for a whole set of results. */
final class Steps {
  private static final long MINUTES = 10;
  private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

  private Steps() {}

  static List<Step> all(boolean quick) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Demo("SizeReport", quick));
    steps.add(new Demo("DeepChainDemo", quick));
    steps.add(new Demo("RetainedDemo", quick, "-Xms1g", "-Xmx1g"));
    steps.add(new Demo("StormDemo", quick, "-Xms2g", "-Xmx2g", "-Xbatch"));
    steps.add(new Demo("WakeDemo", quick, "-Xms2g", "-Xmx2g", "-Xbatch"));
    steps.add(new Demo("ManyWaitersDemo", quick, "-Xms3g", "-Xmx3g", "-Xbatch"));
    steps.add(new Benchmark("PromiseBenchmark", 1, Map.of()));
    steps.add(new Benchmark("CancelBenchmark", 1, Map.of()));
    String[] live = VIRTUAL ? numbers(0, 1_000, 10_000, 100_000) : numbers(0, 1_000);
    steps.add(new Benchmark("TimedWaitBenchmark", 1, Map.of("live", live)));
    steps.add(new Benchmark("BroadcastBenchmark", 1, Map.of()));
    steps.add(new Benchmark("EmptyBroadcastBenchmark", 1, Map.of()));
    for (int threads : new int[] {1, 2, 4}) {
      steps.add(new Benchmark("SemaphoreBenchmark", threads, Map.of()));
    }
    for (int threads : new int[] {2, 4}) {
      steps.add(new Benchmark("ContendedBenchmark", threads, Map.of()));
    }
    String[] kinds = VIRTUAL ? new String[] {"platform", "virtual"} : new String[] {"platform"};
    steps.add(new Benchmark("PingPongBenchmark", 1, Map.of("threads", kinds)));
    return steps;
  }

  private static String[] numbers(int... numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).toArray(String[]::new);
  }

  /** A class of benchmarks, by so many threads. */
  private record Benchmark(String type, int threads, Map<String, String[]> params) implements Step {

    @Override
    public String name() {
      return type + (threads == 1 ? "" : " -t " + threads);
    }

    @Override
    public boolean run(Path results, int forks, Path log) {
      System.setProperty("jmh.ignoreLock", "true"); // Others may measure something else.
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include("\\." + type + "\\.")
              .forks(forks)
              .threads(threads)
              .addProfiler(GCProfiler.class)
              .addProfiler(CpuTimeProfiler.class)
              .shouldFailOnError(true)
              .verbosity(VerboseMode.NORMAL)
              .output(log.toString())
              .resultFormat(ResultFormatType.JSON)
              .result(results.toString());
      new TreeMap<>(params).forEach(options::param);
      try {
        new Runner(options.build()).run();
        return true;
      } catch (RunnerException e) {
        System.out.println(e.getMessage());
        return false;
      }
    }
  }

  /** A program in a process of its own. */
  private static final class Demo implements Step {
    private final String type;
    private final List<String> command = new ArrayList<>();

    Demo(String type, boolean quick, String... jvmArgs) {
      this.type = type;
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(jvmArgs));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("org.cqskernel.jmh." + type);
      if (quick) {
        command.add("--quick");
      }
    }

    @Override
    public String name() {
      return type;
    }

    @Override
    public boolean run(Path results, int forks, Path log) throws IOException, InterruptedException {
      List<String> all = new ArrayList<>(command);
      all.addAll(List.of("--json", results.toString()));
      Process process =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    }
  }
}
