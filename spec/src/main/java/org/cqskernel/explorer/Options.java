// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How to explore. Immutable; each method returns a copy with one thing changed. */
public final class Options implements Cloneable {
  /** The kinds of search. */
  public enum Mode {
    /** Source-DPOR with sleep sets: one execution for each trace, all behaviours covered. */
    DPOR,
    /** Every interleaving, without reduction. */
    EXHAUSTIVE,
    /** Every interleaving with at most {@link Options#preemptions} preemptions. */
    BOUNDED,
    /** Interleavings chosen at random from {@link Options#seed}. */
    RANDOM
  }

  /** How the stacks of scenario threads are kept. Makes no difference to what is explored. */
  public enum Stacks {
    /** On continuations where the JVM has them and the scenario can run on them. */
    AUTOMATIC,
    /** On threads, which every JVM has. */
    THREADS,
    /**
     * On continuations, which are about ten times as fast: a JDK 21 or later with {@code
     * --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
     */
    CONTINUATIONS
  }

  private Mode mode = Mode.DPOR;
  private Stacks stacks = Stacks.AUTOMATIC;
  private int preemptions = 2;
  private long seed = 1;
  private long maxExecutions = Long.MAX_VALUE;
  private Duration limit = Duration.ofMinutes(10);
  private int maxSteps = 2_000;
  private int aloneSteps = 1_000;
  private int spuriousWakeups;
  private int spinRounds = 1;
  private boolean races = true;
  private List<String> instrumented =
      List.of("org.cqskernel.cqs.", "org.cqskernel.sync.", "org.cqskernel.explorer.toys.");
  private List<String> jdkClasses = List.of();
  private List<String> benignRaces = List.of();
  private List<String> unexplored = List.of();
  private boolean mayBeIdle;
  private Path classes;
  private Progress.Listener listener = p -> {};

  private Options() {}

  /** DPOR with race detection, over the kernel's packages. */
  public static Options defaults() {
    return new Options();
  }

  private Options with(Consumer<Options> change) {
    try {
      Options copy = (Options) clone();
      change.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  private static <T> List<T> append(List<T> list, T element) {
    List<T> longer = new ArrayList<>(list);
    longer.add(element);
    return List.copyOf(longer);
  }

  /** Sets the kind of search. */
  public Options mode(Mode value) {
    return with(o -> o.mode = value);
  }

  /** Chooses {@link Mode#BOUNDED} with at most {@code value} preemptions. */
  public Options preemptions(int value) {
    require(value >= 0, "the bound on preemptions is negative: " + value);
    return with(
        o -> {
          o.mode = Mode.BOUNDED;
          o.preemptions = value;
        });
  }

  /** Chooses {@link Mode#RANDOM} from {@code value}; set {@link #maxExecutions} too. */
  public Options seed(long value) {
    return with(
        o -> {
          o.mode = Mode.RANDOM;
          o.seed = value;
        });
  }

  /** Stops after this many executions. */
  public Options maxExecutions(long value) {
    require(value > 0, "the limit on executions is not positive: " + value);
    return with(o -> o.maxExecutions = value);
  }

  /** Stops after this time. */
  public Options limit(Duration value) {
    require(!value.isNegative() && !value.isZero(), "the time limit is not positive: " + value);
    return with(o -> o.limit = value);
  }

  /** An execution with more steps is a livelock. */
  public Options maxSteps(int value) {
    require(value > 0, "the bound on steps is not positive: " + value);
    return with(o -> o.maxSteps = value);
  }

  /** An operation that runs alone must end within this many steps. */
  public Options aloneSteps(int value) {
    require(value > 0, "the bound on steps alone is not positive: " + value);
    return with(o -> o.aloneSteps = value);
  }

  /** Lets each thread return this many times from a park without a permit. */
  public Options spuriousWakeups(int perThread) {
    require(perThread >= 0, "the number of spurious wake-ups is negative: " + perThread);
    return with(o -> o.spuriousWakeups = perThread);
  }

  /**
   * Holds a thread that calls {@code Thread.onSpinWait} or {@code Thread.yield} in a loop after
   * this many rounds in which no other thread wrote what the round reads, until one does. A round
   * that reads the same values and has no effect of its own leads back to the same state, therefore
   * nothing is lost for loops that only wait. A loop that counts its rounds and then gives up is
   * explored exhaustively only if it counts to no more than {@code value}; otherwise it gives up
   * only when nobody else can move. The result's note says when a thread was held.
   */
  public Options spinRounds(int value) {
    require(value >= 0, "the number of rounds is negative: " + value);
    return with(o -> o.spinRounds = value);
  }

  /** Turns race detection on or off; it is on by default. */
  public Options races(boolean value) {
    return with(o -> o.races = value);
  }

  /** Does not report races on this field, written {@code Class.field} with the simple name. */
  public Options benignRace(String field) {
    return with(o -> o.benignRaces = append(benignRaces, field));
  }

  /**
   * Instruments, beside what is instrumented already, classes whose binary name starts with {@code
   * prefix}. A scenario's own source is not instrumented unless a prefix reaches beyond its name.
   */
  public Options instrument(String prefix) {
    return with(o -> o.instrumented = append(instrumented, prefix));
  }

  /** Instruments {@code type} and the classes nested in it. */
  public Options instrument(Class<?> type) {
    return instrument(type.getName());
  }

  /**
   * Explores a copy of a JDK class, read from the running JDK and renamed on the fly: every mention
   * of it in classes that the explorer loads means the copy.
   */
  public Options copyOfJdkClass(Class<?> type) {
    return with(o -> o.jdkClasses = append(jdkClasses, type.getName()));
  }

  /**
   * Leaves {@code type} of the JDK unexplored by intention: its accesses are not seen, and the note
   * of the result says so, but the verdict does not depend on it. For what scenarios use and do not
   * examine.
   */
  public Options unexplored(Class<?> type) {
    return with(o -> o.unexplored = append(unexplored, type.getName()));
  }

  /**
   * Accepts that no thread of a scenario makes any access, which otherwise is taken for a class
   * that is not instrumented. For generated scenarios, of which some operations do nothing.
   */
  public Options mayBeIdle() {
    return with(o -> o.mayBeIdle = true);
  }

  /** A directory with class files that come before those of the class path. */
  public Options classes(Path directory) {
    return with(o -> o.classes = directory);
  }

  /** Sets how the stacks of scenario threads are kept. */
  public Options stacks(Stacks value) {
    return with(o -> o.stacks = value);
  }

  /** Hears of progress. */
  public Options listener(Progress.Listener value) {
    return with(o -> o.listener = value);
  }

  public Mode mode() {
    return mode;
  }

  public int preemptions() {
    return preemptions;
  }

  public long seed() {
    return seed;
  }

  public long maxExecutions() {
    return maxExecutions;
  }

  public Duration limit() {
    return limit;
  }

  public int maxSteps() {
    return maxSteps;
  }

  public int aloneSteps() {
    return aloneSteps;
  }

  public int spuriousWakeups() {
    return spuriousWakeups;
  }

  public int spinRounds() {
    return spinRounds;
  }

  public boolean races() {
    return races;
  }

  public List<String> instrumented() {
    return instrumented;
  }

  public List<String> jdkClasses() {
    return jdkClasses;
  }

  public List<String> benignRaces() {
    return benignRaces;
  }

  public boolean isIdleAccepted() {
    return mayBeIdle;
  }

  public List<String> unexplored() {
    return unexplored;
  }

  /** The directory with patched class files, or null. */
  public Path classes() {
    return classes;
  }

  public Stacks stacks() {
    return stacks;
  }

  public Progress.Listener listener() {
    return listener;
  }
}
