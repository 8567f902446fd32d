// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;

/**
 * How often a platform thread is switched out for each value that is handed to another and back,
 * and how long that takes. Run it with {@code java -cp jmh/target/benchmarks.jar
 * org.cqskernel.jmh.HandOverDemo}.
 */
@Command(
    name = "HandOverDemo",
    description = {
      "A value handed to another platform thread and back: half of the elapsed time, median and",
      "99th percentile, and voluntary context switches of both threads per round (Linux only)"
    })
public final class HandOverDemo extends Demo {
  private static final int ROUNDS = 20_000;
  private static final int WARM_UP = 10_000;
  private static final Path STATUS = Path.of("/proc/thread-self/status");
  private static final String SWITCHES = "voluntary_ctxt_switches:";
  private static final List<String> SUBJECTS =
      List.of(
          "floor",
          "promise",
          "completableFuture",
          "semaphore",
          "jdkSemaphore",
          "condition",
          "conditionAfter",
          "jdkFairCondition",
          "jdkCondition",
          "exchanger",
          "synchronousQueue");

  private HandOverDemo() {}

  /**
   * Measures.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    new HandOverDemo().run(args);
  }

  @Override
  void measure() throws InterruptedException {
    for (String subject : SUBJECTS) {
      measure(subject);
    }
  }

  private void measure(String subject) throws InterruptedException {
    PingPong game = PingPongs.create(subject, WARM_UP + ROUNDS);
    long[] times = new long[ROUNDS];
    AtomicLong switches = new AtomicLong();
    Thread other = Crowd.start(false, () -> play(game, 1, new long[ROUNDS], switches));
    Thread own = Crowd.start(false, () -> play(game, 0, times, switches));
    own.join();
    other.join();
    Arrays.sort(times);
    results.add(
        "handOver",
        Map.of("subject", subject),
        new Results.Metric("half.median", "ns", times[ROUNDS / 2] / 2.0),
        new Results.Metric("half.p99", "ns", times[ROUNDS / 100 * 99] / 2.0),
        new Results.Metric("switches", "per round", (double) switches.get() / ROUNDS));
  }

  private static void play(PingPong game, int side, long[] times, AtomicLong switches) {
    try {
      long before = 0;
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        if (round == WARM_UP) {
          before = switches();
        }
        long start = System.nanoTime();
        game.play(side, round);
        if (round >= WARM_UP) {
          times[round - WARM_UP] = System.nanoTime() - start;
        }
      }
      switches.addAndGet(switches() - before);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Of this thread: how often it has given up its processor, which is how often it has waited. */
  private static long switches() throws IOException {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    return Files.readString(STATUS)
        .lines()
        .filter(line -> line.startsWith(SWITCHES))
        .mapToLong(line -> Long.parseLong(line.substring(SWITCHES.length()).strip()))
        .sum();
  }
}
