// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.cqskernel.explorer.Failure;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.instrument.Effects;
import org.cqskernel.explorer.instrument.Fields;
import org.cqskernel.explorer.instrument.InstrumentingLoader;
import org.cqskernel.explorer.instrument.Sites;

/**
 * The state of one exploration: which threads wait with which access, who moves next, how the
 * execution ends. It is confined to whoever holds the baton.
 *
 * <p>A thread announces its next access and waits. When it is chosen, the access becomes a step and
 * the thread runs up to its next announcement; everything between is local to it.
 */
public final class Machine {
  /** The key of a thread's permit and interrupt flag. */
  static final int PERMIT = -2;

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

  /** Null when races are not looked for. */
  final Clocks clocks;

  /** Null unless the execution is drawn. */
  final Recorder recorder;

  Object state;

  /** Whether accesses are steps; false in set-up, checks and static initialisers. */
  boolean controlled;

  int quiet;
  boolean aborting;
  Failure failure;

  private long pending;
  private long parking;
  private long suspended;
  private long unstarted;
  private long running;
  private long spinning;
  private final int[] pendingLocation;
  private final int[] pendingEffects;
  private final int[] pendingSite;
  private final int[] stepsAlone;
  private final boolean hasInvariants;
  private final boolean stepsOnPlainAccesses;
  private final int[] roundStart;
  private final int[] idleRounds;
  private final long[][] pendingSpin;
  private long held;
  private boolean hasHeld;
  private boolean lastResort;
  private VarHandle[] handleAt = new VarHandle[256];
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
    steps = new Steps(program);
    threads = new ThreadModel(program.workers, options.spuriousWakeups());
    clocks = options.races() ? new Clocks(program.workers, this::race) : null;
    pendingLocation = new int[program.size];
    pendingEffects = new int[program.size];
    pendingSite = new int[program.size];
    stepsAlone = new int[program.size];
    roundStart = new int[program.size];
    idleRounds = new int[program.size];
    pendingSpin = new long[program.size][];
    hasInvariants = !program.invariants.isEmpty();
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
    steps.depth = 0;
    pending = program.handlers;
    unstarted = program.handlers;
    for (int h = program.workers; h < program.size; h++) {
      pendingLocation[h] = -1;
      pendingEffects[h] = Effects.START;
      pendingSite[h] = -1;
      stepsAlone[h] = 0;
    }
    parking = 0;
    suspended = 0;
    running = 0;
    spinning = 0;
    held = 0;
    Arrays.fill(roundStart, 0);
    Arrays.fill(idleRounds, 0);
    quiet = 0;
    aborting = false;
    if (recorder != null) {
      recorder.reset();
    }
  }

  /** The field of a handle; each site remembers the last one, because it nearly always recurs. */
  int keyOf(VarHandle handle, int site) {
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

  // ---- Announcements, by the thread that holds the baton.

  /** Thread {@code t} waits to make an access. */
  void announce(int t, int location, int effects, int site) {
    pendingLocation[t] = location;
    pendingEffects[t] = effects;
    pendingSite[t] = site;
    pending |= 1L << t;
    if ((effects & Effects.BLOCKING) != 0) {
      parking |= 1L << t;
    }
    search.announced(t);
  }

  /**
   * Thread {@code t} is at the end of a round of a spin loop: others go first until somebody
   * writes.
   *
   * @return whether it has to wait, by an announcement at {@code site}, until another thread writes
   *     one of the locations that the round has read
   */
  boolean spins(int t, int site) {
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
    pendingSpin[t] = set;
    announce(t, Steps.SPIN, 0, site);
    held |= 1L << t;
    hasHeld = true;
    return true;
  }

  /** Whether only threads in idle spin loops are left to move. */
  boolean isLastResort() {
    return lastResort;
  }

  /** Whether any thread was ever held in a spin loop. */
  boolean hasHeld() {
    return hasHeld;
  }

  /** Thread {@code t} has ended. */
  void ended(int t) {
    running &= ~(1L << t);
    pending &= ~(1L << t);
    parking &= ~(1L << t);
    held &= ~(1L << t);
    computeSuspended();
  }

  private void computeSuspended() {
    suspended = 0;
    for (long r = running; r != 0; r &= r - 1) {
      suspended |= program.suspends[Long.numberOfTrailingZeros(r)];
    }
  }

  // ---- Choice.

  boolean isPending(int t) {
    return (pending >> t & 1) != 0;
  }

  int pendingSite(int t) {
    return pendingSite[t];
  }

  int pendingLocation(int t) {
    return pendingLocation[t];
  }

  /** Handlers that have not begun. */
  long unstarted() {
    return unstarted;
  }

  /** Threads that spin. */
  long spinning() {
    return spinning;
  }

  private long enabled() {
    long e = pending & ~suspended;
    for (long p = parking & e; p != 0; p &= p - 1) {
      int t = Long.numberOfTrailingZeros(p);
      if (!threads.canUnpark(program.workerOf[t])) {
        e &= ~(1L << t);
      }
    }
    long idle = 0;
    for (long h = held & e; h != 0; h &= h - 1) {
      int t = Long.numberOfTrailingZeros(h);
      if (!steps.writtenByOthers(t, pendingSpin[t], roundStart[t])) {
        idle |= 1L << t;
      }
    }
    // When only spinning threads are left they go on, in case their loops give up by themselves.
    lastResort = idle != 0 && e == idle;
    return lastResort ? e : e & ~idle;
  }

  /** Whether the waiting access of {@code q} does not commute with step {@code i}. */
  boolean pendingDependsOn(int q, int i, boolean read) {
    if (steps.serial(q, steps.thread[i])) {
      return true;
    }
    int effects = read ? Effects.READ : pendingEffects[q];
    if (pendingLocation[q] == Steps.SPIN || steps.location[i] == Steps.SPIN) {
      return pendingSpinMeets(q, i, effects);
    }
    return pendingLocation[q] == steps.location[i]
        && pendingLocation[q] >= 0
        && ((effects | steps.effects[i]) & Effects.WRITE) != 0;
  }

  private boolean pendingSpinMeets(int q, int i, int effects) {
    if (pendingLocation[q] == Steps.SPIN) {
      return (steps.effects[i] & Effects.WRITE) != 0
          && Steps.contains(pendingSpin[q], steps.location[i]);
    }
    return (effects & Effects.WRITE) != 0 && Steps.contains(steps.spinSet[i], pendingLocation[q]);
  }

  /**
   * Chooses who moves and makes its waiting access a step.
   *
   * @param current the thread that holds the baton, or -1 when it has ended
   * @return the thread, or {@link #OVER}
   */
  int pick(int current) {
    if (failure != null) {
      aborting = true;
      return OVER;
    }
    if (hasInvariants && !invariantsHold()) {
      aborting = true;
      return OVER;
    }
    long enabled = enabled();
    if (enabled == 0) {
      if (pending == 0) {
        return OVER;
      }
      stuck();
      aborting = true;
      return OVER;
    }
    int d = steps.depth;
    if (d >= options.maxSteps()) {
      fail(Failure.Kind.LIVELOCK, current, "no end after " + d + " steps", null);
      aborting = true;
      return OVER;
    }
    int t = search.choose(enabled, d == 0 ? -1 : current);
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
    int effects = pendingEffects[t];
    if (d < search.repeated && steps.site[d] != pendingSite[t]) {
      diverged("step " + d + " of " + program.names[t] + " is another access than before");
    }
    steps.thread[d] = t;
    steps.location[d] = pendingLocation[t];
    steps.effects[d] = lastResort ? effects | Effects.LAST_RESORT : effects;
    steps.site[d] = pendingSite[t];
    steps.enabled[d] = enabled;
    if (pendingLocation[t] == Steps.SPIN) {
      steps.spinSet[d] = pendingSpin[t];
      held &= ~(1L << t);
    }
    steps.depth = d + 1;
    long bit = 1L << t;
    pending &= ~bit;
    parking &= ~bit;
    if ((effects & Effects.WRITE) != 0) {
      spinning &= bit;
    }
    if ((unstarted & bit) != 0) {
      unstarted &= ~bit;
      running |= bit;
      computeSuspended();
    }
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
    return (unstarted & program.serial[t]) != 0 || stepsOnPlainAccesses;
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

  private boolean invariantsHold() {
    boolean was = controlled;
    controlled = false;
    try {
      for (var invariant : program.invariants) {
        invariant.run(state);
      }
      return true;
    } catch (Throwable t) {
      fail(Failure.Kind.INVARIANT, -1, String.valueOf(t.getMessage()), t);
      return false;
    } finally {
      controlled = was;
    }
  }

  private void stuck() {
    for (long r = running; r != 0; r &= r - 1) {
      int h = Long.numberOfTrailingZeros(r);
      if (program.alone[h]) {
        fail(Failure.Kind.NOT_ALONE, h, "waits for a thread that stands still", null);
        return;
      }
    }
    StringBuilder who = new StringBuilder();
    for (long p = pending; p != 0; p &= p - 1) {
      int t = Long.numberOfTrailingZeros(p);
      who.append(who.isEmpty() ? "" : ", ").append(program.names[t]);
      if (pendingSite[t] >= 0) {
        who.append(" at ").append(sites.get(pendingSite[t]).place());
      }
    }
    boolean parked = (parking & pending) != 0;
    Failure.Kind kind = parked ? Failure.Kind.LOST_WAKEUP : Failure.Kind.DEADLOCK;
    fail(kind, -1, "nobody can move; waiting: " + who, null);
  }

  private void race(int location, int site, int otherWorker, int otherSite) {
    String what = Recorder.variable(fields, locations, location);
    for (String benign : options.benignRaces()) {
      if (what.equals(benign)) {
        return;
      }
    }
    var here = sites.get(site);
    var there = sites.get(otherSite);
    fail(
        Failure.Kind.DATA_RACE,
        -1,
        "%s: %s at %s is not ordered with %s by %s at %s"
            .formatted(
                what,
                here.operation(),
                here.place(),
                there.operation(),
                program.names[otherWorker],
                there.place()),
        null);
    if (recorder != null) {
      recorder.highlight(location);
    }
  }
}
