// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;
import org.cqskernel.explorer.instrument.Effects;

/**
 * Source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014): at least one
 * execution for each Mazurkiewicz trace, and rarely more.
 *
 * <p>Every node of the current execution has a backtrack set, which grows while races are found,
 * and a sleep set of threads whose next step is explored already and commutes with everything
 * since.
 *
 * <p>A failed conditional access counts as a read. Its pending form counts as a write, except in a
 * sleep set, where it is known how it ended; and as the later step of a race it counts as a write
 * when initials are computed, because it may succeed once it is moved.
 *
 * <p>A handler's first step races with the last step of each thread that is serial with it; the
 * reversed order begins it earlier. By default it begins as late as possible, therefore every
 * position is reached.
 */
final class DporSearch extends Search {
  private long[] backtrack = new long[256];
  private long[] sleep = new long[256];
  private long[] sleepReads = new long[256];
  private long[] done = new long[256];
  private int[][] clock = new int[256][];
  private int size;
  private int branch;
  private final int threads;
  private final int[] last;
  private final int[] startOf;
  private int[] notAfter = new int[256];

  DporSearch(Program program) {
    threads = program.size;
    last = new int[threads];
    startOf = new int[threads];
  }

  @Override
  int choose(long enabled, int current) {
    int d = steps.depth;
    if (d < size) {
      return steps.thread[d];
    }
    ensure(d + 1);
    long asleep = 0;
    long asleepReads = 0;
    if (d > 0 && !machine.waiting.isLastResort()) {
      long inherited = sleep[d - 1] & ~(1L << steps.thread[d - 1]);
      for (long s = inherited; s != 0; s &= s - 1) {
        int q = Long.numberOfTrailingZeros(s);
        boolean read = (sleepReads[d - 1] >> q & 1) != 0;
        if (!machine.waiting.dependsOn(q, d - 1, read)) {
          asleep |= 1L << q;
          asleepReads |= read ? 1L << q : 0;
        }
      }
    }
    long candidates = enabled & ~asleep;
    if (candidates == 0) {
      return PRUNE;
    }
    int chosen = prefer(candidates, current);
    sleep[d] = asleep;
    sleepReads[d] = asleepReads;
    done[d] = 0;
    backtrack[d] = machine.waiting.isLastResort() ? enabled : 1L << chosen;
    size = d + 1;
    return chosen;
  }

  private void ensure(int capacity) {
    if (backtrack.length < capacity) {
      int n = 2 * capacity;
      backtrack = Arrays.copyOf(backtrack, n);
      sleep = Arrays.copyOf(sleep, n);
      sleepReads = Arrays.copyOf(sleepReads, n);
      done = Arrays.copyOf(done, n);
      clock = Arrays.copyOf(clock, n);
      notAfter = Arrays.copyOf(notAfter, n);
    }
  }

  @Override
  boolean next() {
    findRaces();
    while (size > 0) {
      int d = size - 1;
      int finished = steps.thread[d];
      done[d] |= 1L << finished;
      sleep[d] |= 1L << finished;
      if ((steps.effects[d] & Effects.WRITE) == 0) {
        sleepReads[d] |= 1L << finished;
      }
      long candidates = backtrack[d] & ~sleep[d];
      if (candidates != 0) {
        steps.thread[d] = Long.numberOfTrailingZeros(candidates);
        branch = d;
        repeated = d;
        return true;
      }
      size = d;
    }
    return false;
  }

  /**
   * Computes vector clocks of the new steps and handles the races that end in them. {@code
   * clock[j][t]} is the last step of {@code t} that happens before step {@code j}, or j itself.
   */
  private void findRaces() {
    Arrays.fill(last, -1);
    Arrays.fill(startOf, -1);
    for (int j = 0; j < branch; j++) {
      noteStep(j);
    }
    for (int j = branch; j < steps.depth; j++) {
      int p = steps.thread[j];
      int[] c = clock[j];
      if (c == null) {
        c = clock[j] = new int[threads];
      }
      if (last[p] < 0) {
        Arrays.fill(c, -1);
      } else {
        System.arraycopy(clock[last[p]], 0, c, 0, threads);
      }
      int location = steps.location[j];
      if ((steps.effects[j] & Effects.LAST_RESORT) != 0) {
        // Not possible earlier, and all alternatives are explored at its node.
        for (int q = 0; q < threads; q++) {
          if (last[q] >= 0) {
            join(c, clock[last[q]]);
          }
        }
        c[p] = j;
        noteStep(j);
        continue;
      }
      boolean byLocation = machine.program.serial[p] == 0 && location != Steps.SPIN;
      for (int i = j - 1; i >= 0; i--) {
        if ((steps.effects[i] & Effects.LAST_RESORT) != 0) {
          join(c, clock[i]);
          break; // Ordered after everything before it.
        }
        int other = steps.location[i];
        if (byLocation && other != location && other != Steps.SPIN) {
          continue;
        }
        int q = steps.thread[i];
        if (q == p || c[q] >= i || !steps.dependent(i, j)) {
          continue;
        }
        meet(i, j, c);
        join(c, clock[i]);
      }
      c[p] = j;
      noteStep(j);
    }
  }

  private void noteStep(int j) {
    int t = steps.thread[j];
    last[t] = j;
    if ((steps.effects[j] & Effects.START) != 0) {
      startOf[t] = j;
    }
  }

  private static void join(int[] c, int[] other) {
    for (int t = 0; t < c.length; t++) {
      c[t] = Math.max(c[t], other[t]);
    }
  }

  /**
   * Steps i and j are dependent with nothing between that orders them: reverse them if possible.
   */
  private void meet(int i, int j, int[] clockOfJ) {
    boolean starts = (steps.effects[j] & Effects.START) != 0;
    if (steps.serial(steps.thread[i], steps.thread[j])) {
      if (starts) {
        // A handler is one block for another one that it excludes.
        int block = startOf[steps.thread[i]];
        reverse(block >= 0 ? block : i, j);
      }
      return;
    }
    if (steps.hands(i, j)) {
      // The lock was taken, so whoever waits for it could have taken it before.
      reverse(steps.acquisitionBefore(i), j);
      return;
    }
    boolean enables =
        (steps.effects[i] & Effects.ENABLING) != 0 && (steps.effects[j] & Effects.BLOCKING) != 0;
    if (!enables) {
      reverse(i, j);
    }
  }

  /**
   * Makes sure that some thread is explored at node {@code i} with which an execution can begin
   * that has {@code j} before {@code i}: an initial of the steps that do not happen after {@code
   * i}.
   */
  private void reverse(int i, int j) {
    int q = steps.thread[i];
    long seen = 0;
    long initials = 0;
    int n = 0;
    for (int k = i + 1; k <= j; k++) {
      if (k < j && clock[k][q] >= i) {
        continue;
      }
      int p = steps.thread[k];
      if ((seen >> p & 1) == 0) {
        seen |= 1L << p;
        boolean initial = true;
        for (int x = 0; x < n && initial; x++) {
          int v = notAfter[x];
          initial = k < j ? clock[k][steps.thread[v]] < v : !steps.mayDepend(v, j);
        }
        initials |= initial ? 1L << p : 0;
      }
      notAfter[n++] = k;
    }
    initials &= steps.enabled[i];
    if (initials != 0 && (backtrack[i] & initials) == 0) {
      int p = steps.thread[j];
      backtrack[i] |= (initials >> p & 1) != 0 ? 1L << p : Long.lowestOneBit(initials);
    }
  }

  @Override
  double explored() {
    double part = 0;
    double weight = 1;
    for (int d = 0; d < size && weight > 1e-9; d++) {
      double children = Long.bitCount(backtrack[d]);
      part += weight * Long.bitCount(done[d]) / children;
      weight /= children;
    }
    return Math.min(1, part);
  }
}
