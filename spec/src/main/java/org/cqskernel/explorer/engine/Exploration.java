// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.cqskernel.explorer.AccessCounts;
import org.cqskernel.explorer.Failure;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Progress;
import org.cqskernel.explorer.Trace;
import org.cqskernel.explorer.instrument.InstrumentingLoader;

/** Runs the executions of one search and adds up what they show. */
public final class Exploration implements Runner.Driver {
  private final Program program;
  private final Options options;
  private final Search search;
  private final Machine machine;
  private final Recorder recorder;
  private final SortedSet<String> outcomes = new TreeSet<>();
  private final long begin = System.nanoTime();
  private long end;
  private long executions;
  private long pruned;
  private long steps;
  private int longest;
  private long fingerprint;
  private boolean sawAccess;
  private boolean exhausted;
  private int[] schedule;

  private Exploration(
      Program program,
      Options options,
      InstrumentingLoader loader,
      Search search,
      boolean record,
      boolean continuations) {
    this.program = program;
    this.options = options;
    this.search = search;
    recorder = record ? new Recorder(loader) : null;
    machine = new Machine(program, options, loader, search, recorder);
    if (record) {
      recorder.attach(machine);
    }
    machine.runner = continuations ? new Continuations(machine, this) : new Baton(machine, this);
  }

  /** Runs the search that {@code options} ask for. */
  public static Exploration search(Program program, Options options, InstrumentingLoader loader) {
    return run(program, options, loader, () -> search(program, options), false);
  }

  private static Search search(Program program, Options options) {
    return switch (options.mode()) {
      case DPOR -> program.looksAtStates() ? new TreeSearch(-1) : new DporSearch(program);
      case EXHAUSTIVE -> new TreeSearch(-1);
      case BOUNDED -> new TreeSearch(options.preemptions());
      case RANDOM -> new RandomSearch(options.seed());
    };
  }

  /** Runs one schedule; {@code loader} must record. */
  public static Exploration replay(
      Program program, Options options, InstrumentingLoader loader, int[] schedule) {
    return run(program, options, loader, () -> new ReplaySearch(schedule), true);
  }

  /**
   * Runs, on threads, under the eyes of {@code follower}, who also decides who moves unless there
   * is a search.
   *
   * @param searching whether executions are those of the search that {@code options} ask for
   */
  public static Exploration follow(
      Program program,
      Options options,
      InstrumentingLoader loader,
      Follower follower,
      boolean searching) {
    Search inner = searching ? search(program, options) : null;
    Search search = new FollowedSearch(follower, inner);
    Exploration e = new Exploration(program, options, loader, search, false, false);
    e.run();
    return e;
  }

  /** Whether this JVM has continuations and lets them be used. */
  public static boolean hasContinuations() {
    return Continuations.areAvailable();
  }

  /** On continuations where that is possible, else on threads. */
  private static Exploration run(
      Program program,
      Options options,
      InstrumentingLoader loader,
      Supplier<Search> search,
      boolean record) {
    boolean wanted = options.stacks() != Options.Stacks.THREADS;
    if (options.stacks() == Options.Stacks.CONTINUATIONS && !Continuations.areAvailable()) {
      throw new IllegalStateException(
          "no continuations: they need a JDK 21 or later and"
              + " --add-exports java.base/jdk.internal.vm=ALL-UNNAMED");
    }
    if (wanted && Continuations.areAvailable()) {
      Exploration e = new Exploration(program, options, loader, search.get(), record, true);
      e.run();
      String reason = e.machine.runner.unsupported();
      if (reason == null) {
        return e;
      }
      if (options.stacks() == Options.Stacks.CONTINUATIONS) {
        throw new IllegalStateException(program.name + " does not run on continuations: " + reason);
      }
    }
    Exploration e = new Exploration(program, options, loader, search.get(), record, false);
    e.run();
    return e;
  }

  /** Whether the executions ran on continuations. */
  public boolean onContinuations() {
    return machine.runner instanceof Continuations;
  }

  private void run() {
    Runner runner = machine.runner;
    runner.start();
    long nextReport = begin + 1_000_000_000L;
    Stall stall = new Stall(program.name, runner);
    while (!runner.isFinished()) {
      LockSupport.parkNanos(50_000_000L);
      long now = System.nanoTime();
      stall.look(executions + pruned + machine.steps.depth, now);
      if (now >= nextReport && !runner.isFinished()) {
        nextReport = now + 1_000_000_000L;
        double rate = (executions + pruned) * 1e9 / (now - begin);
        options
            .listener()
            .progress(new Progress(program.name, executions + pruned, rate, search.explored()));
      }
    }
    runner.close();
    end = System.nanoTime();
  }

  @Override
  public boolean firstExecution() {
    return setUp();
  }

  @Override
  public boolean nextExecution() {
    boolean complete = !machine.aborting;
    int depth = machine.steps.depth;
    steps += depth;
    fingerprint = machine.steps.hash(complete ? fingerprint : ~fingerprint);
    for (int d = 0; d < depth && !sawAccess; d++) {
      sawAccess = machine.steps.location[d] != -1; // Not the begin of a handler.
    }
    longest = Math.max(longest, depth);
    if (complete) {
      executions++;
      check();
    } else if (machine.failure != null) {
      executions++;
    } else {
      pruned++;
    }
    if (machine.failure != null) {
      schedule = Arrays.copyOf(machine.steps.thread, depth);
      return false;
    }
    if (!search.next()) {
      exhausted = true;
      return false;
    }
    return executions + pruned < options.maxExecutions()
        && System.nanoTime() - begin < options.limit().toNanos()
        && setUp();
  }

  private boolean setUp() {
    machine.reset();
    try {
      machine.state = program.setup.get();
      return true;
    } catch (Throwable t) {
      machine.fail(Failure.Kind.EXCEPTION, -1, "the set-up throws " + t, t);
      schedule = new int[0];
      return false;
    }
  }

  private void check() {
    try {
      program.check.run(machine.state);
      outcomes.add(program.outcome.apply(machine.state));
    } catch (Throwable t) {
      String message = t instanceof AssertionError ? t.getMessage() : t.toString();
      machine.fail(Failure.Kind.CHECK, -1, String.valueOf(message), t);
    }
  }

  // ---- What came out.

  public long executions() {
    return executions;
  }

  public long pruned() {
    return pruned;
  }

  public long steps() {
    return steps;
  }

  /** A hash of all executions in their order: who moves at each step, to which variable, how. */
  public long fingerprint() {
    return fingerprint;
  }

  /** The number of distinct states, or -1 when the scenario does not tell them apart. */
  public long states() {
    return machine.states();
  }

  public int longest() {
    return longest;
  }

  public Duration time() {
    return Duration.ofNanos(end - begin);
  }

  public SortedSet<String> outcomes() {
    return outcomes;
  }

  /** Whether the search covered all that it is meant to cover. */
  public boolean isExhausted() {
    return exhausted && search.exhaustive();
  }

  /** Whether a thread was held in a spin loop. */
  public boolean hasHeldSpinning() {
    return machine.waiting.hasHeld();
  }

  /** Whether any access to a variable of instrumented code was seen. */
  public boolean hasSeenAccess() {
    return sawAccess || machine.sawPlain;
  }

  /** What touched shared variables without a step, but for classes that the options except. */
  public SortedSet<String> unseen() {
    return machine.unseen.except(options.unexplored());
  }

  /** The classes that the options except and that were called. */
  public SortedSet<String> unexplored() {
    return machine.unseen.among(options.unexplored());
  }

  /** The failure, or null. */
  public Failure failure() {
    return machine.failure;
  }

  /** The failing schedule, or null. */
  public int[] schedule() {
    return schedule;
  }

  /** The accesses of the execution; only after {@link #replay}. */
  public List<AccessCounts.Access> accesses() {
    return recorder.accesses();
  }

  /** The drawn execution; only after {@link #replay}. */
  public Trace trace() {
    return recorder.trace();
  }
}
