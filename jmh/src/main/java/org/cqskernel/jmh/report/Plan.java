// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is measured, how thoroughly, and in which order: if time runs out, the last is missing. */
enum Plan {
  /** Fewer points, one fork; two forks of what is contended. */
  QUICK(new Effort(1, 4, 4, 100), new Effort(2, 3, 4, 100), 40),
  /** All points, short. */
  SHORT(new Effort(1, 5, 5, 100), new Effort(2, 3, 5, 100), 120),
  /** All points. */
  FULL(new Effort(1, 5, 8, 100), new Effort(2, 4, 6, 200), 260);

  /** So many forks, iterations to warm up, and iterations of so many milliseconds. */
  record Effort(int forks, int warmUp, int iterations, int millis) {}

  private static final boolean VIRTUAL = Runtime.version().feature() >= 21;

  private final Effort single;
  private final Effort several;
  private final int stormSeconds;

  Plan(Effort single, Effort several, int stormSeconds) {
    this.single = single;
    this.several = several;
    this.stormSeconds = stormSeconds;
  }

  List<Step> steps() {
    boolean quick = this == QUICK;
    List<Step> steps = new ArrayList<>();
    for (int threads : quick ? new int[] {2} : new int[] {2, 4}) {
      steps.add(new BenchmarkStep("ContendedBenchmark", threads, several, Map.of()));
      steps.add(new BenchmarkStep("ContendedCancelBenchmark", threads, several, Map.of()));
      steps.add(new BenchmarkStep("SemaphoreBenchmark", threads, several, Map.of()));
    }
    String[] kinds = VIRTUAL ? new String[] {"platform", "virtual"} : new String[] {"platform"};
    steps.add(new BenchmarkStep("PingPongBenchmark", 1, several, Map.of("threads", kinds)));
    String[] heap = {"-Xms2g", "-Xmx2g", "-Xbatch"};
    steps.add(new DemoStep("WakeDemo", quick, heap).limited(stormSeconds));
    String[] waiters = quick ? numbers(1, 16, 256) : numbers(1, 16, 256, 4_096);
    steps.add(new BenchmarkStep("PromiseBenchmark", 1, single, Map.of("waiters", waiters)));
    steps.add(new BenchmarkStep("InlineFloorBenchmark", 1, single, Map.of()));
    steps.add(new BenchmarkStep("SemaphoreBenchmark", 1, single, Map.of()));
    String[] live =
        quick
            ? numbers(0, 1_000)
            : VIRTUAL ? numbers(0, 1_000, 10_000, 100_000) : numbers(0, 1_000);
    steps.add(new BenchmarkStep("TimedWaitBenchmark", 1, single, Map.of("live", live)));
    steps.add(new BenchmarkStep("BroadcastBenchmark", 1, single, Map.of("waiters", waiters)));
    if (VIRTUAL) {
      steps.add(new DemoStep("StormDemo", quick, heap).limited(stormSeconds));
    }
    steps.addAll(ofCancel(quick));
    steps.add(new BenchmarkStep("EmptyBroadcastBenchmark", 1, single, Map.of()));
    steps.add(new DemoStep("DeepChainDemo", quick));
    steps.add(new DemoStep("SizeReport", quick));
    steps.add(new DemoStep("RetainedDemo", quick, "-Xms1g", "-Xmx1g"));
    steps.add(new DemoStep("ManyWaitersDemo", quick, "-Xms3g", "-Xmx3g", "-Xbatch"));
    return steps;
  }

  /** Netty's and Reactor's have a point less, because populating them takes too long. */
  private List<Step> ofCancel(boolean quick) {
    return quick
        ? List.of(
            new BenchmarkStep("CancelBenchmark", 1, single, Map.of("live", numbers(0, 1_000))))
        : List.of(new BenchmarkStep("CancelBenchmark", 1, single, Map.of()));
  }

  private static String[] numbers(int... numbers) {
    return Arrays.stream(numbers).mapToObj(Integer::toString).toArray(String[]::new);
  }
}
