// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs checks side by side, the longest first. Each check is deterministic by itself, so how many
 * run at a time makes no difference to the rows.
 *
 * <p>Two at a time are more than twice as fast as one: the threads of a single exploration hand
 * over to each other, and a core that has gone to sleep takes long to wake.
 */
final class Pool {
  private final int parallel;

  /** What checks get that look at the time themselves, to tell what they have done. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Board board;
  private final Instant end;
  private volatile boolean stopped;

  /**
   * @param end when whatever still runs is cut
   */
  Pool(int parallel, Board board, Instant end) {
    this.parallel = parallel;
    this.end = end;
    this.board = board;
  }

  /** Begins no more checks. */
  void stop() {
    stopped = true;
  }

  /** The rows, in the order of {@code checks}; those that never began are left out. */
  List<Row> run(List<? extends Check> checks) throws IOException, InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(parallel);
    try {
      List<Check> longestFirst = new ArrayList<>(checks);
      longestFirst.sort(Comparator.comparingDouble(Check::weight).reversed());
      Map<Check, Future<Row>> running = new LinkedHashMap<>();
      for (Check c : longestFirst) {
        running.put(c, executor.submit(() -> run(c)));
      }
      List<Row> rows = new ArrayList<>();
      for (Check c : checks) {
        Row row = row(c, running.get(c));
        if (row != null) {
          rows.add(row);
        }
      }
      return rows;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  /** Ends at the limit in any case: TLC is ended with the thread that waits for it. */
  private Row row(Check check, Future<Row> running)
      throws ExecutionException, InterruptedException {
    long left = Duration.between(Instant.now(), end.plus(GRACE)).toMillis();
    try {
      return running.get(Math.max(0, left), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      return new Row(
          check.part(), check.name(), 0, 0, "cut by the limit", Row.Status.CUT, Map.of());
    }
  }

  /** Whether the limit has cut a check that tells nothing of what it has done. */
  static boolean hasNotRun(Row row) {
    return row.status() == Row.Status.CUT && row.json().isEmpty();
  }

  private Row run(Check check) throws IOException, InterruptedException {
    if (stopped) {
      return null;
    }
    board.begin(check);
    try {
      return check.run(board::progress);
    } finally {
      board.end(check);
    }
  }
}
