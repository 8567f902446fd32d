// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.cqskernel.explorer.RandomPrograms.Instruction;
import org.cqskernel.explorer.RandomPrograms.Listing;

/**
 * Runs a generated program in every interleaving on variables of its own. It shares nothing with
 * the explorer, neither engine nor instrumentation; an access that the explorer does not see shows
 * as an outcome that only one of both has.
 */
final class Interpreter {
  private static final int OWN = 4;

  private static final class State implements Cloneable {
    int[] next;
    boolean[] begun;
    int[] variables = new int[5];
    boolean[] permit;
    boolean[] interrupted;

    /** The time of each worker, and that of each body's last step. */
    int[] elapsed;

    int[] since;
    int[][] received;

    State copy() {
      try {
        State s = (State) clone();
        s.next = next.clone();
        s.begun = begun.clone();
        s.variables = variables.clone();
        s.permit = permit.clone();
        s.interrupted = interrupted.clone();
        s.elapsed = elapsed.clone();
        s.since = since.clone();
        s.received = Arrays.stream(received).map(int[]::clone).toArray(int[][]::new);
        return s;
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    String key() {
      return Arrays.toString(next)
          + Arrays.toString(begun)
          + Arrays.toString(variables)
          + Arrays.toString(permit)
          + Arrays.toString(interrupted)
          + Arrays.toString(elapsed)
          + Arrays.toString(since)
          + Arrays.deepToString(received);
    }
  }

  private final Listing listing;
  private final int workers;
  private final Set<String> visited = new HashSet<>();
  private final Set<String> outcomes = new TreeSet<>();
  private boolean stuck;

  Interpreter(Listing listing) {
    this.listing = listing;
    workers = listing.workers();
    int threads = listing.bodies().size();
    State s = new State();
    s.next = new int[threads];
    s.begun = new boolean[threads];
    Arrays.fill(s.begun, 0, workers, true);
    s.permit = new boolean[workers];
    s.interrupted = new boolean[workers];
    s.elapsed = new int[workers];
    s.since = new int[threads];
    s.received = new int[threads][listing.bodies().get(0).size()];
    visit(s);
  }

  /** What the threads received and the variables are at the end, in every way. */
  Set<String> outcomes() {
    return outcomes;
  }

  /** Whether some interleaving comes to a point where nobody can move. */
  boolean isStuck() {
    return stuck;
  }

  private void visit(State s) {
    if (!visited.add(s.key())) {
      return;
    }
    boolean moved = false;
    boolean ended = true;
    for (int t = 0; t < s.next.length; t++) {
      if (hasEnded(s, t)) {
        continue;
      }
      ended = false;
      if (!isHeld(s, t) && !blocks(s, t)) {
        moved = true;
        State after = s.copy();
        move(after, t);
        visit(after);
      }
    }
    if (ended) {
      int[] v = s.variables;
      outcomes.add(RandomPrograms.outcome(s.received, v[0], v[1], v[2], v[3], v[OWN]));
    }
    stuck |= !ended && !moved;
  }

  private boolean hasEnded(State s, int t) {
    return s.next[t] == listing.bodies().get(t).size();
  }

  /** A handler that has begun holds its owner and the other handlers; one alone holds everybody. */
  private boolean isHeld(State s, int t) {
    for (int h = workers; h < s.next.length; h++) {
      boolean sameStack = t == 0 || t >= workers;
      if (h != t && s.begun[h] && !hasEnded(s, h) && (listing.alone() || sameStack)) {
        return true;
      }
    }
    return false;
  }

  private int workerOf(int t) {
    return t < workers ? t : 0;
  }

  private boolean blocks(State s, int t) {
    int w = workerOf(t);
    return s.begun[t]
        && listing.bodies().get(t).get(s.next[t]).code() == RandomPrograms.Code.PARK
        && !s.permit[w]
        && !s.interrupted[w];
  }

  private void move(State s, int t) {
    if (s.begun[t]) {
      int k = s.next[t]++;
      s.received[t][k] = apply(s, t, listing.bodies().get(t).get(k));
    }
    s.begun[t] = true;
    s.since[t] = s.elapsed[workerOf(t)];
  }

  private int apply(State s, int t, Instruction i) {
    int[] v = s.variables;
    int w = workerOf(t);
    int x = i.location();
    int before = v[x];
    return switch (i.code()) {
      case READ -> before;
      case READ_OWN -> v[OWN];
      case WRITE -> write(v, x, i.value());
      case WRITE_OWN -> write(v, OWN, i.value());
      case CAS -> before == i.expected() ? 1 + write(v, x, i.value()) : 0;
      case ADD -> before + write(v, x, before + i.value());
      case PARK -> 1 + wake(s, t, 0);
      case TIMED_PARK -> wake(s, t, 7);
      case UNPARK -> knows(s, t, i.other()) ? give(s.permit, i.other()) : 0;
      case INTERRUPT -> knows(s, t, i.other()) ? give(s.interrupted, i.other()) : 0;
      case INTERRUPTED -> take(s.interrupted, w) ? 1 : 0;
      case COMPOUND -> throw new AssertionError("more than one step");
    };
  }

  /**
   * Threads begin in order, each up to its first step, and know only those before them until then.
   * What is for a thread that is not known is no step.
   */
  private boolean knows(State s, int t, int other) {
    return t >= workers
        || other <= t
        || listing.bodies().get(t).subList(0, s.next[t] - 1).stream()
            .anyMatch(i -> !isForThread(i) || i.other() <= t);
  }

  private static boolean isForThread(Instruction i) {
    return i.code() == RandomPrograms.Code.UNPARK || i.code() == RandomPrograms.Code.INTERRUPT;
  }

  private static int write(int[] v, int x, int value) {
    v[x] = value;
    return 0;
  }

  private static int give(boolean[] flags, int who) {
    flags[who] = true;
    return 0;
  }

  private static boolean take(boolean[] flags, int who) {
    boolean was = flags[who];
    flags[who] = false;
    return was;
  }

  /** The time from the last step to the end of a park. */
  private int wake(State s, int t, int nanos) {
    int w = workerOf(t);
    if (!take(s.permit, w) && !s.interrupted[w]) {
      s.elapsed[w] += nanos;
    }
    return nanos == 0 ? 0 : s.elapsed[w] - s.since[t];
  }
}
