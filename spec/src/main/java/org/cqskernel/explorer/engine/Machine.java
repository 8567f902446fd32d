// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.cqskernel.explorer.Failure;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.instrument.Effects;
import org.cqskernel.explorer.instrument.Fields;
import org.cqskernel.explorer.instrument.InstrumentingLoader;
import org.cqskernel.explorer.instrument.Sites;

/**
 * The state of one exploration: which threads wait with which access, who moves next, how the
 * execution ends. It is confined to the thread that runs code of the scenario.
 *
 * <p>A thread announces its next access and waits. When it is chosen, the access becomes a step and
 * the thread runs up to its next announcement; everything between is local to it.
 */
public final class Machine {
  /** The key of a thread's permit and interrupt flag. */
  static final int PERMIT = -2;

  /** The key of a lock; its base is the object. */
  static final int LOCK = -4;

  /** The key of the set of those who wait for a condition; its base is the object. */
  static final int WAIT_SET = -5;

  /** Says that nobody is to move: all have ended, or the execution is abandoned. */
  static final int OVER = -1;

  final Program program;
  final Options options;
  final InstrumentingLoader loader;
  final Sites sites;
  final Fields fields;
  final Search search;
  final Steps steps;
  final Locations locations = new Locations();
  final ThreadModel threads;
  final LockModel locks = new LockModel();
  final Announcements waiting;
  final Unseen unseen;

  /** Null when races are not looked for. */
  final Clocks clocks;

  /** Null unless the execution is drawn. */
  final Recorder recorder;

  Object state;

  /** The logical thread that moves. */
  int current;

  /** Set before the first execution. */
  Runner runner;

  /** Whether accesses are steps; false in set-up, checks and static initialisers. */
  boolean controlled;

  /** Whether any plain access was seen. */
  boolean sawPlain;

  int quiet;
  boolean aborting;
  Failure failure;

  private final Diagnosis diagnosis = new Diagnosis(this);
  private final int[] stepsAlone;
  private final boolean looksAtStates;
  private final Set<String> states = new HashSet<>();
  private final boolean stepsOnPlainAccesses;
  private Object[] handleAt = new Object[256];
  private int[] keyAt = new int[256];

  Machine(
      Program program,
      Options options,
      InstrumentingLoader loader,
      Search search,
      Recorder recorder) {
    this.program = program;
    this.options = options;
    this.loader = loader;
    this.sites = loader.sites();
    this.fields = loader.fields();
    this.search = search;
    this.recorder = recorder;
    unseen = new Unseen(loader);
    steps = new Steps(program);
    threads = new ThreadModel(program.workers, options.spuriousWakeups());
    clocks = options.races() ? new Clocks(program.workers, diagnosis::race) : null;
    waiting = new Announcements(program, options, steps, threads, locks);
    stepsAlone = new int[program.size];
    looksAtStates = program.looksAtStates();
    search.attach(this);
    stepsOnPlainAccesses = search.stepsOnPlainAccesses();
  }

  /** Begins an execution, before its set-up. */
  void reset() {
    if (clocks != null) {
      clocks.reset(locations.size());
    }
    locations.clear();
    threads.reset();
    locks.reset();
    steps.depth = 0;
    waiting.reset();
    Arrays.fill(stepsAlone, 0);
    quiet = 0;
    aborting = false;
    if (recorder != null) {
      recorder.reset();
    }
  }

  /**
   * The field of a handle or updater; each site remembers the last one, because it nearly always
   * recurs.
   */
  int keyOf(Object handle, int site) {
    if (site >= handleAt.length) {
      handleAt = Arrays.copyOf(handleAt, 2 * site);
      keyAt = Arrays.copyOf(keyAt, 2 * site);
    }
    if (handleAt[site] != handle) {
      keyAt[site] = fields.keyOf(handle);
      handleAt[site] = handle;
    }
    return keyAt[site];
  }

  /** Thread {@code t} waits to make an access. */
  void announce(int t, int location, int effects, int site) {
    waiting.announce(t, location, effects, site);
    search.announced(t);
  }

  /** As {@link Announcements#spins}, and the search is told. */
  boolean spins(int t, int site) {
    boolean held = waiting.spins(t, site);
    if (held) {
      search.announced(t);
    }
    return held;
  }

  /** The ordinary thread on whose stack the current one runs. */
  int worker() {
    return program.workerOf[current];
  }

  /**
   * Chooses who moves and makes its waiting access a step.
   *
   * @param last the thread that moved last, or -1 when it has ended
   * @return the thread, or {@link #OVER}
   */
  int pick(int last) {
    if (failure != null) {
      aborting = true;
      return OVER;
    }
    if (looksAtStates && !stateIsGood()) {
      aborting = true;
      return OVER;
    }
    long enabled = waiting.enabled();
    if (enabled == 0) {
      if (waiting.pending == 0) {
        return OVER;
      }
      if (!search.mayEndStuck()) {
        diagnosis.stuck();
      }
      aborting = true;
      return OVER;
    }
    int d = steps.depth;
    if (d >= options.maxSteps()) {
      fail(Failure.Kind.LIVELOCK, last, "no end after " + d + " steps", null);
      aborting = true;
      return OVER;
    }
    int t = search.choose(enabled, d == 0 ? -1 : last);
    if (t < 0) {
      aborting = true;
      return OVER;
    }
    if ((enabled >> t & 1) == 0) {
      diverged(program.names[t] + " cannot move at step " + d + " as it did before");
      aborting = true;
      return OVER;
    }
    take(t, d, enabled);
    return t;
  }

  private void take(int t, int d, long enabled) {
    steps.ensure(d + 1);
    int effects = waiting.effects[t];
    if (d < search.repeated && steps.site[d] != waiting.site[t]) {
      diverged("step " + d + " of " + program.names[t] + " is another access than before");
    }
    steps.thread[d] = t;
    steps.enabled[d] = enabled;
    waiting.taken(t, d);
    steps.depth = d + 1;
    if (program.alone[t] && ++stepsAlone[t] > options.aloneSteps()) {
      fail(
          Failure.Kind.NOT_ALONE,
          t,
          "no end after " + options.aloneSteps() + " steps while the others stand still",
          null);
    }
    if (recorder != null) {
      recorder.step(t, steps.site[d], steps.location[d], effects);
    }
  }

  /** The conditional access that is the last step has not written. */
  void comparisonFailed() {
    steps.effects[steps.depth - 1] &= ~Effects.WRITE;
    if (recorder != null) {
      recorder.comparisonFailed();
    }
  }

  /** The last step gave a permit to a thread that had none. */
  void gavePermit() {
    steps.effects[steps.depth - 1] |= Effects.ENABLING;
  }

  /** Whether plain accesses of thread {@code t} are steps, because a handler may come between. */
  boolean plainAccessesAreSteps(int t) {
    return (waiting.unstarted() & program.serial[t]) != 0 || stepsOnPlainAccesses;
  }

  // ---- Failures.

  void fail(Failure.Kind kind, int thread, String message, Throwable cause) {
    if (failure == null) {
      failure = new Failure(kind, thread < 0 ? "" : program.names[thread], message, cause);
    }
  }

  void uncaught(int thread, Throwable t) {
    if (!aborting) {
      boolean assertion = t instanceof AssertionError;
      String message = assertion && t.getMessage() != null ? t.getMessage() : t.toString();
      fail(assertion ? Failure.Kind.ASSERTION : Failure.Kind.EXCEPTION, thread, message, t);
    }
  }

  void diverged(String message) {
    fail(
        Failure.Kind.NONDETERMINISM,
        -1,
        message + "; does the code keep static state or use time, hash codes or random numbers?",
        null);
  }

  /** The number of distinct states, or -1 when the scenario does not tell them apart. */
  int states() {
    return program.digest == null ? -1 : states.size();
  }

  /** Counts the state and evaluates the invariants. */
  private boolean stateIsGood() {
    boolean was = controlled;
    controlled = false;
    try {
      for (var invariant : program.invariants) {
        invariant.run(state);
      }
      if (program.digest != null) {
        states.add(program.digest.apply(state));
      }
      return true;
    } catch (Throwable t) {
      fail(Failure.Kind.INVARIANT, -1, String.valueOf(t.getMessage()), t);
      return false;
    } finally {
      controlled = was;
    }
  }
}
