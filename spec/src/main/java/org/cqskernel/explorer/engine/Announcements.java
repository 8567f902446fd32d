// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.instrument.Effects;

/** The access that each thread waits to make, and whether it can make it. */
final class Announcements {
  private final Program program;
  private final Options options;
  private final Steps steps;
  private final ThreadModel threads;
  private final LockModel locks;

  final int[] location;
  final int[] effects;
  final int[] site;

  /** The threads that wait with an access. */
  long pending;

  /** Those among them that may be unable to make it. */
  long blocking;

  private long suspended;
  private long unstarted;
  private long running;
  private long spinning;
  private final int[] roundStart;
  private final int[] idleRounds;
  private final long[][] spinSet;
  private long held;
  private boolean hasHeld;
  private boolean lastResort;

  Announcements(
      Program program, Options options, Steps steps, ThreadModel threads, LockModel locks) {
    this.program = program;
    this.options = options;
    this.steps = steps;
    this.threads = threads;
    this.locks = locks;
    location = new int[program.size];
    effects = new int[program.size];
    site = new int[program.size];
    roundStart = new int[program.size];
    idleRounds = new int[program.size];
    spinSet = new long[program.size][];
  }

  void reset() {
    pending = program.handlers;
    unstarted = program.handlers;
    for (int h = program.workers; h < program.size; h++) {
      location[h] = -1;
      effects[h] = Effects.START;
      site[h] = -1;
    }
    blocking = 0;
    suspended = 0;
    running = 0;
    spinning = 0;
    held = 0;
    Arrays.fill(roundStart, 0);
    Arrays.fill(idleRounds, 0);
  }

  /** Thread {@code t} waits to make an access. */
  void announce(int t, int where, int what, int at) {
    location[t] = where;
    effects[t] = what;
    site[t] = at;
    pending |= 1L << t;
    if ((what & Effects.BLOCKING) != 0) {
      blocking |= 1L << t;
    }
  }

  /**
   * Thread {@code t} is at the end of a round of a spin loop: others go first until somebody
   * writes.
   *
   * @return whether it has to wait, by an announcement at {@code at}, until another thread writes
   *     one of the locations that the round has read
   */
  boolean spins(int t, int at) {
    spinning |= 1L << t;
    int from = roundStart[t];
    long[] set = steps.touched(t, from);
    roundStart[t] = steps.depth;
    if (steps.writtenByOthers(t, set, from)) {
      idleRounds[t] = 0;
      return false;
    }
    if (++idleRounds[t] <= options.spinRounds()) {
      return false;
    }
    spinSet[t] = set;
    announce(t, Steps.SPIN, 0, at);
    held |= 1L << t;
    hasHeld = true;
    return true;
  }

  /** The access of thread {@code t} becomes step {@code d}. */
  void taken(int t, int d) {
    long bit = 1L << t;
    steps.location[d] = location[t];
    steps.effects[d] = lastResort ? effects[t] | Effects.LAST_RESORT : effects[t];
    steps.site[d] = site[t];
    if (location[t] == Steps.SPIN) {
      steps.spinSet[d] = spinSet[t];
      held &= ~bit;
    }
    pending &= ~bit;
    blocking &= ~bit;
    if ((effects[t] & Effects.WRITE) != 0) {
      spinning &= bit;
    }
    if ((unstarted & bit) != 0) {
      unstarted &= ~bit;
      running |= bit;
      computeSuspended();
    }
  }

  /** Thread {@code t} has ended. */
  void ended(int t) {
    long others = ~(1L << t);
    running &= others;
    pending &= others;
    blocking &= others;
    held &= others;
    computeSuspended();
  }

  private void computeSuspended() {
    suspended = 0;
    for (long r = running; r != 0; r &= r - 1) {
      suspended |= program.suspends[Long.numberOfTrailingZeros(r)];
    }
  }

  /** Those who can move. */
  long enabled() {
    long e = pending & ~suspended;
    for (long b = blocking & e; b != 0; b &= b - 1) {
      int t = Long.numberOfTrailingZeros(b);
      if (!canProceed(t)) {
        e &= ~(1L << t);
      }
    }
    long idle = 0;
    for (long h = held & e; h != 0; h &= h - 1) {
      int t = Long.numberOfTrailingZeros(h);
      if (!steps.writtenByOthers(t, spinSet[t], roundStart[t])) {
        idle |= 1L << t;
      }
    }
    // When only spinning threads are left they go on, in case their loops give up by themselves.
    lastResort = idle != 0 && e == idle;
    return lastResort ? e : e & ~idle;
  }

  private boolean canProceed(int t) {
    int worker = program.workerOf[t];
    if ((effects[t] & Effects.LOCKING) != 0) {
      return locks.isFree(location[t]);
    }
    return (effects[t] & Effects.SIGNALLING) != 0
        ? threads.canStopWaiting(worker)
        : threads.canUnpark(worker);
  }

  /** Whether only threads in idle spin loops are left to move. */
  boolean isLastResort() {
    return lastResort;
  }

  /** Whether any thread was ever held in a spin loop. */
  boolean hasHeld() {
    return hasHeld;
  }

  /** Whether anybody is parked, in contrast to waiting for a lock. */
  boolean anyParked() {
    for (long b = blocking; b != 0; b &= b - 1) {
      if ((effects[Long.numberOfTrailingZeros(b)] & Effects.LOCKING) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Handlers that have not begun. */
  long unstarted() {
    return unstarted;
  }

  /** Handlers that have begun and not ended. */
  long running() {
    return running;
  }

  /** Threads that spin. */
  long spinning() {
    return spinning;
  }

  /** Whether the waiting access of {@code q} does not commute with step {@code i}. */
  boolean dependsOn(int q, int i, boolean read) {
    if (steps.serial(q, steps.thread[i])) {
      return true;
    }
    int what = read ? Effects.READ : effects[q];
    if (location[q] == Steps.SPIN || steps.location[i] == Steps.SPIN) {
      return spinMeets(q, i, what);
    }
    return location[q] == steps.location[i]
        && location[q] >= 0
        && ((what | steps.effects[i]) & Effects.WRITE) != 0;
  }

  private boolean spinMeets(int q, int i, int what) {
    if (location[q] == Steps.SPIN) {
      return (steps.effects[i] & Effects.WRITE) != 0
          && Steps.contains(spinSet[q], steps.location[i]);
    }
    return (what & Effects.WRITE) != 0 && Steps.contains(steps.spinSet[i], location[q]);
  }
}
