// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cqskernel.explorer.engine.Exploration;
import org.cqskernel.explorer.engine.Program;
import org.cqskernel.explorer.instrument.InstrumentingLoader;

/**
 * Explores the interleavings of a scenario over real class files.
 *
 * <pre>{@code
 * Explorer.explore(MyScenarios.class, Options.defaults()).orThrowUnlessVerified();
 * }</pre>
 *
 * <p>The search assumes sequential consistency: it sees every order of accesses, and by its race
 * detector also missing publication, but not a store that passes a later load (Dekker). It may be
 * called from any thread; each call is independent of others.
 */
public final class Explorer {
  private static final Duration MINIMISING = Duration.ofSeconds(3);
  private static final long MINIMISING_EXECUTIONS = 50_000;

  /** How many of the accesses that are not seen a note names. */
  private static final int SHOWN = 4;

  private Explorer() {}

  /**
   * Whether {@link Options.Stacks#CONTINUATIONS} can be had in this JVM.
   *
   * @return false on a JDK without them, or without the option that exports them
   */
  public static boolean hasContinuations() {
    return Exploration.hasContinuations();
  }

  record Loaded(Program program, InstrumentingLoader loader) {}

  /** Explores the only scenario of {@code source}. */
  public static Result explore(Class<? extends ScenarioSource> source, Options options) {
    return explore(ScenarioRef.of(source), options);
  }

  /** Explores the scenario of {@code source} called {@code name}. */
  public static Result explore(
      Class<? extends ScenarioSource> source, String name, Options options) {
    return explore(ScenarioRef.of(source, name), options);
  }

  /**
   * Explores a scenario.
   *
   * @throws IllegalArgumentException when there is no such scenario
   * @throws IllegalStateException when a scenario thread blocks where the explorer cannot see it
   */
  public static Result explore(ScenarioRef ref, Options options) {
    Loaded loaded = load(ref, options, false);
    Exploration e = Exploration.search(loaded.program, options, loaded.loader);
    return result(ref, options, loaded, e);
  }

  /**
   * Repeats one execution and draws it.
   *
   * @return a result whose verdict is {@link Verdict#VIOLATED} or {@link Verdict#CUT}
   */
  public static Result replay(ScenarioRef ref, Schedule schedule, Options options) {
    Loaded loaded = load(ref, options, true);
    Exploration e = Exploration.replay(loaded.program, options, loaded.loader, schedule.steps());
    return new Result(
        e.trace().scenario(),
        e.failure() == null ? Verdict.CUT : Verdict.VIOLATED,
        -1,
        e.executions(),
        e.pruned(),
        e.steps(),
        e.longest(),
        e.states(),
        e.fingerprint(),
        e.time(),
        e.outcomes(),
        e.failure(),
        e.trace(),
        schedule,
        "one schedule repeated");
  }

  /**
   * Counts the accesses of one thread of a scenario that runs alone after the set-up.
   *
   * @throws IllegalArgumentException when there is no such scenario or thread
   * @throws AssertionError when the thread fails or blocks
   */
  public static AccessCounts count(ScenarioRef ref, String thread, Options options) {
    InstrumentingLoader loader = loader(ref, options, true);
    Program program = new Program(find(ref, loader).only(thread));
    Exploration e = Exploration.replay(program, options, loader, new int[0]);
    if (e.failure() != null) {
      throw new AssertionError(thread + " alone: " + e.failure(), e.failure().cause());
    }
    return new AccessCounts(e.accesses());
  }

  static Result result(ScenarioRef ref, Options options, Loaded loaded, Exploration e) {
    Verdict verdict;
    Trace trace = null;
    Schedule schedule = null;
    Failure failure = e.failure();
    String name = loaded.program.title();
    List<String> unseen = unseen(loaded.program, options, e);
    if (failure != null) {
      verdict = Verdict.VIOLATED;
      int[] steps = minimise(ref, options, e);
      schedule = new Schedule(ref.source(), name, steps);
      Loaded recording = load(ref, options, true);
      Exploration drawn = Exploration.replay(recording.program, options, recording.loader, steps);
      trace = drawn.trace();
      if (drawn.failure() == null) {
        // Only nondeterminism does not repeat.
        trace = trace.endingIn(failure);
      } else {
        failure = drawn.failure();
      }
    } else if (e.isExhausted() && !unseen.isEmpty()) {
      verdict = Verdict.UNSEEN;
    } else if (e.isExhausted()) {
      verdict = options.mode() == Options.Mode.BOUNDED ? Verdict.BOUNDED : Verdict.VERIFIED;
    } else if (options.mode() == Options.Mode.RANDOM) {
      verdict = Verdict.SAMPLED;
    } else {
      verdict = Verdict.CUT;
    }
    List<String> notes = new ArrayList<>();
    if (loaded.program.looksAtStates() && options.mode() == Options.Mode.DPOR) {
      notes.add("every interleaving without reduction, because states between steps matter");
    }
    if (e.hasHeldSpinning()) {
      notes.add("spin loops held after " + options.spinRounds() + " idle rounds");
    }
    if (!options.races()) {
      notes.add("data races not looked for");
    }
    if (!unseen.isEmpty()) {
      notes.add("not seen: " + String.join(", ", unseen));
    }
    if (!e.unexplored().isEmpty()) {
      notes.add("not explored by intention: " + String.join(", ", e.unexplored()));
    }
    return new Result(
        name,
        verdict,
        verdict == Verdict.BOUNDED ? options.preemptions() : -1,
        e.executions(),
        e.pruned(),
        e.steps(),
        e.longest(),
        e.states(),
        e.fingerprint(),
        e.time(),
        e.outcomes(),
        failure,
        trace,
        schedule,
        String.join("; ", notes));
  }

  /** What was not seen, the first few. */
  private static List<String> unseen(Program program, Options options, Exploration e) {
    List<String> all = new ArrayList<>(e.unseen());
    boolean idle = program.names().size() > 1 && !e.hasSeenAccess();
    if (e.failure() == null && idle && !options.isIdleAccepted()) {
      all.add("any access of any thread; is Options.instrument missing?");
    }
    if (all.size() > SHOWN) {
      String more = (all.size() - SHOWN) + " more";
      all = new ArrayList<>(all.subList(0, SHOWN));
      all.add(more);
    }
    return all;
  }

  /** Looks for the same kind of failure with fewer preemptions, as far as that is cheap. */
  private static int[] minimise(ScenarioRef ref, Options options, Exploration found) {
    if (options.mode() == Options.Mode.BOUNDED && options.preemptions() == 0) {
      return found.schedule();
    }
    long deadline = System.nanoTime() + MINIMISING.toNanos();
    for (int bound = 0; System.nanoTime() < deadline; bound++) {
      Options bounded =
          options
              .preemptions(bound)
              .maxExecutions(MINIMISING_EXECUTIONS)
              .limit(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))
              .listener(p -> {});
      Loaded loaded = load(ref, bounded, false);
      Exploration e = Exploration.search(loaded.program, bounded, loaded.loader);
      if (e.failure() != null && e.failure().kind() == found.failure().kind()) {
        return e.schedule();
      }
      if (!e.isExhausted()) {
        break;
      }
    }
    return found.schedule();
  }

  /**
   * Lists the scenarios of a source.
   *
   * @return names with descriptions, in the order of the source
   */
  public static List<Scenario<?>> list(ScenarioRef ref, Options options) {
    return source(ref, loader(ref, options, false)).scenarios();
  }

  static InstrumentingLoader loader(ScenarioRef ref, Options options, boolean recording) {
    return new InstrumentingLoader(
        Explorer.class.getClassLoader(), options, ref.source(), recording);
  }

  private static Loaded load(ScenarioRef ref, Options options, boolean recording) {
    InstrumentingLoader loader = loader(ref, options, recording);
    return new Loaded(new Program(find(ref, loader)), loader);
  }

  static Scenario<?> find(ScenarioRef ref, InstrumentingLoader loader) {
    ScenarioSource source = source(ref, loader);
    if (!ref.scenario().isEmpty()) {
      Scenario<?> found = source.scenario(ref.scenario());
      if (found != null) {
        return found;
      }
    }
    List<Scenario<?>> scenarios = source.scenarios();
    if (ref.scenario().isEmpty() && scenarios.size() == 1) {
      return scenarios.get(0);
    }
    throw new IllegalArgumentException(
        "no scenario is called '%s'; there are: %s"
            .formatted(
                ref.scenario(),
                scenarios.stream().map(Scenario::name).collect(Collectors.joining(", "))));
  }

  private static ScenarioSource source(ScenarioRef ref, InstrumentingLoader loader) {
    try {
      Class<?> type = Class.forName(ref.source(), true, loader);
      for (Constructor<?> c : type.getDeclaredConstructors()) {
        if (c.getParameterCount() == ref.arguments().size()) {
          c.setAccessible(true);
          return (ScenarioSource) c.newInstance(ref.arguments().toArray());
        }
      }
      throw new IllegalArgumentException(
          ref.source() + " has no constructor with " + ref.arguments().size() + " arguments");
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no class is called " + ref.source(), e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(ref.source() + " throws " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(ref.source() + " is not a scenario source: " + e, e);
    }
  }
}
