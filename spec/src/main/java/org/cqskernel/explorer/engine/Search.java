// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

/** Decides who moves. One instance serves one exploration. */
public abstract class Search {
  /** Says that another execution covers all continuations of this one. */
  static final int PRUNE = -1;

  /** The number of steps of the next execution that repeat the last one. */
  int repeated;

  Machine machine;
  Steps steps;

  void attach(Machine m) {
    machine = m;
    steps = m.steps;
  }

  /** Thread {@code t} waits to make an access, and its stack is that of the calling thread. */
  void announced(int t) {}

  /** Whether plain accesses are steps even where no handler may come between. */
  boolean stepsOnPlainAccesses() {
    return false;
  }

  /**
   * Chooses the thread that takes step {@code steps.depth}.
   *
   * @param enabled the threads that can move, at least one
   * @param current the thread that took the last step, or -1 when it has ended
   * @return a member of {@code enabled}, or {@link #PRUNE}
   */
  abstract int choose(long enabled, int current);

  /** Whether an execution may end because nobody can move although some have not ended. */
  boolean mayEndStuck() {
    return false;
  }

  /**
   * Prepares the next execution.
   *
   * @return whether there is one
   */
  abstract boolean next();

  /** An estimate of the part done, from 0 to 1, or NaN. */
  double explored() {
    return Double.NaN;
  }

  /** Whether all there is was explored when {@link #next} returns false. */
  boolean exhaustive() {
    return true;
  }

  /**
   * The current thread if it can go on, else the first one. Threads that spin come after those that
   * do not, handlers that have not begun come last.
   */
  final int prefer(long candidates, int current) {
    long eager = candidates & ~machine.waiting.spinning();
    long pool = eager != 0 ? eager : candidates;
    long threads = pool & ~machine.waiting.unstarted();
    if (current >= 0 && (pool >> current & 1) != 0) {
      return current;
    }
    return Long.numberOfTrailingZeros(threads != 0 ? threads : pool);
  }
}
