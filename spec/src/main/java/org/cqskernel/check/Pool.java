// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs checks side by side, the longest first. Each check is deterministic by itself, so how many
 * run at a time makes no difference to the rows.
 *
 * <p>Two at a time are more than twice as fast as one: the threads of a single exploration hand
 * over to each other, and a core that has gone to sleep takes long to wake.
 */
final class Pool {
  private final int parallel;
  private final Board board;
  private volatile boolean stopped;

  Pool(int parallel, Board board) {
    this.parallel = parallel;
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
        Row row = running.get(c).get();
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
