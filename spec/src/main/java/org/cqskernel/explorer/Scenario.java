// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A small concurrent program whose interleavings are explored.
 *
 * <pre>{@code
 * Scenario.named("one cancels, one resolves")
 *     .setup(State::new)
 *     .thread("canceller", s -> s.cancelled = s.cell.cancel(s.request))
 *     .thread("resolver", s -> s.cell.resume())
 *     .check(s -> assertTrue(s.cancelled ^ s.called == 1));
 * }</pre>
 *
 * <p>One execution is: the set-up, run alone and not explored; the threads, whose accesses to
 * shared variables of instrumented classes are interleaved in every way; the check, run alone after
 * all threads have ended. Every execution starts from a new state; bodies must be deterministic
 * apart from the order of accesses, because the explorer repeats prefixes of schedules. A scenario
 * is built once and does not change after it is handed to the explorer.
 *
 * @param <S> the state that one execution shares
 */
public final class Scenario<S> {
  /** How a body takes part in an execution. */
  public enum Role {
    /** An ordinary thread. */
    THREAD,
    /** Runs on the stack of its owner, between any two accesses of it; other threads go on. */
    HANDLER,
    /** Like {@link #HANDLER}, and every other thread stands still until it has ended. */
    ALONE
  }

  /**
   * One body.
   *
   * @param owner the thread on whose stack a handler runs; the empty string for a thread
   */
  public record Body<S>(String name, Role role, String owner, Action<? super S> action) {}

  private final String name;
  private final Supplier<S> setup;
  private final List<Body<S>> bodies = new ArrayList<>();
  private final List<Action<? super S>> invariants = new ArrayList<>();
  private Action<? super S> check = s -> {};
  private Function<? super S, String> outcome = s -> "";
  private Function<? super S, String> digest;
  private String description = "";
  private List<String> obligations = List.of();

  private Scenario(String name, Supplier<S> setup) {
    this.name = name;
    this.setup = setup;
  }

  /** Begins a scenario. */
  public static Named named(String name) {
    return new Named(Objects.requireNonNull(name, "name"));
  }

  /** A scenario that still lacks its set-up. */
  public record Named(String name) {
    /** Gives the code that builds the state of each execution, run alone. */
    public <S> Scenario<S> setup(Supplier<S> setup) {
      return new Scenario<>(name, Objects.requireNonNull(setup, "setup"));
    }
  }

  /** Adds a thread. */
  public Scenario<S> thread(String threadName, Action<? super S> body) {
    return add(new Body<>(threadName, Role.THREAD, "", body));
  }

  /**
   * Adds a handler that interrupts thread {@code owner} once, between any two of its accesses, and
   * runs to its end on the same stack while other threads go on.
   */
  public Scenario<S> handler(String handlerName, String owner, Action<? super S> body) {
    return add(new Body<>(handlerName, Role.HANDLER, owner, body));
  }

  /**
   * Adds a handler as {@link #handler} does, and stops every other thread until it has ended. It
   * must end within the bound of steps of {@link Options#aloneSteps}: an operation that needs
   * another thread to move is neither signal-safe nor lock-free.
   */
  public Scenario<S> alone(String handlerName, String owner, Action<? super S> body) {
    return add(new Body<>(handlerName, Role.ALONE, owner, body));
  }

  /**
   * Adds a condition that is evaluated before and after each step, without being explored itself.
   * Reduction leaves out states that no thread can tell from others, but an invariant can;
   * therefore {@link Options.Mode#DPOR} runs every interleaving of a scenario with an invariant,
   * and its note says so.
   */
  public Scenario<S> invariant(Action<? super S> invariant) {
    invariants.add(invariant);
    return this;
  }

  /** Sets the check that runs after all threads have ended. */
  public Scenario<S> check(Action<? super S> finalCheck) {
    check = Objects.requireNonNull(finalCheck, "check");
    return this;
  }

  /** Sets what is collected in {@link Result#outcomes()} after each execution. */
  public Scenario<S> outcome(Function<? super S, String> finalOutcome) {
    outcome = Objects.requireNonNull(finalOutcome, "outcome");
    return this;
  }

  /**
   * Tells states apart, so that {@link Result#states()} counts them: two states with equal digests
   * are one. As with {@link #invariant}, every interleaving is run then.
   */
  public Scenario<S> digest(Function<? super S, String> ofState) {
    digest = Objects.requireNonNull(ofState, "digest");
    return this;
  }

  /** Says in a sentence what the scenario is about, for lists. */
  public Scenario<S> describe(String sentence) {
    description = Objects.requireNonNull(sentence, "description");
    return this;
  }

  /**
   * Names the obligations that this scenario checks, such as {@code "BC-10"}; reports trace them.
   */
  public Scenario<S> covers(String... obligationIds) {
    obligations = List.of(obligationIds);
    return this;
  }

  /** A scenario with the same set-up and only the thread called {@code threadName}, unchecked. */
  Scenario<S> only(String threadName) {
    Scenario<S> s = new Scenario<>(name, setup);
    for (Body<S> b : bodies) {
      if (b.name().equals(threadName)) {
        return s.thread(threadName, b.action());
      }
    }
    throw new IllegalArgumentException(name + ": no thread is called " + threadName);
  }

  private Scenario<S> add(Body<S> body) {
    Objects.requireNonNull(body.action(), "body");
    if (bodies.stream().anyMatch(b -> b.name().equals(body.name()))) {
      throw new IllegalArgumentException("two threads are called " + body.name());
    }
    bodies.add(body);
    return this;
  }

  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  public List<String> obligations() {
    return obligations;
  }

  public Supplier<S> setup() {
    return setup;
  }

  public List<Body<S>> bodies() {
    return List.copyOf(bodies);
  }

  public List<Action<? super S>> invariants() {
    return List.copyOf(invariants);
  }

  public Action<? super S> check() {
    return check;
  }

  public Function<? super S, String> outcome() {
    return outcome;
  }

  /** The digest, or null. */
  public Function<? super S, String> digest() {
    return digest;
  }
}
