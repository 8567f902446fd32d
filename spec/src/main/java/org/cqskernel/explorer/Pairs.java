// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Every operation of a structure against every other and against itself: one scenario of two
 * threads for each pair.
 *
 * <pre>{@code
 * Pairs.of("stack", State::new)
 *     .operation("push(Object)", (s, party) -> s.stack.push(party))
 *     .operation("pop()", (s, party) -> s.popped[party] = s.stack.pop())
 *     .check(State::checkNothingLost);
 * }</pre>
 *
 * <p>An operation is told which of the two parties it is, so that it can meet itself with a waiter
 * or a value of its own. What only some operations need is prepared for those alone, hence the
 * scenarios stay small.
 *
 * @param <S> the state that one execution shares
 */
public final class Pairs<S> {
  /** An operation as party 0 or 1. */
  @FunctionalInterface
  public interface Operation<S> {
    /** Runs; anything thrown is a failure of the scenario. */
    void run(S state, int party) throws Throwable;
  }

  private record Named<S>(
      String name, Operation<S> prepare, Operation<S> run, boolean blocks, boolean frees) {}

  private final String title;
  private final Supplier<S> setup;
  private final List<Named<S>> operations = new ArrayList<>();
  private final Map<String, String> exceptions = new LinkedHashMap<>();
  private Action<? super S> rescue;
  private Action<? super S> check = s -> {};
  private String[] obligations = {};

  private Pairs(String title, Supplier<S> setup) {
    this.title = title;
    this.setup = setup;
  }

  /** Pairs of operations on a state; {@code title} begins the names of the scenarios. */
  public static <S> Pairs<S> of(String title, Supplier<S> setup) {
    return new Pairs<>(title, setup);
  }

  /** Adds an operation, named by the signature of the method that it calls. */
  public Pairs<S> operation(String name, Operation<S> run) {
    return operation(name, (s, party) -> {}, run);
  }

  /** Adds an operation that needs something done in the set-up, for its party. */
  public Pairs<S> operation(String name, Operation<S> prepare, Operation<S> run) {
    return add(new Named<>(name, prepare, run, false, false));
  }

  /** Adds an operation that only looks; nothing is asked of what it returns. */
  public Pairs<S> reading(String name, Function<? super S, ?> look) {
    return operation(
        name,
        (s, party) -> {
          Object unused = look.apply(s);
        });
  }

  /** Adds an operation that may block until one that {@linkplain #freeing frees} has run. */
  public Pairs<S> blocking(String name, Operation<S> prepare, Operation<S> run) {
    return add(new Named<>(name, prepare, run, true, false));
  }

  /** Adds an operation that lets every blocking one go on. */
  public Pairs<S> freeing(String name, Operation<S> prepare, Operation<S> run) {
    return add(new Named<>(name, prepare, run, false, true));
  }

  /**
   * Sets what frees one that blocks where the other one of its pair does not: done by the other one
   * after its operation, or by a third thread where both block.
   */
  public Pairs<S> rescue(Action<? super S> body) {
    rescue = body;
    return this;
  }

  /** Leaves out a pair, for a reason: the two may be the same operation. */
  public Pairs<S> except(String first, String second, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a pair is left out for a reason");
    }
    exceptions.put(first + " + " + second, reason);
    exceptions.put(second + " + " + first, reason);
    return this;
  }

  /** Sets the check that runs after both operations have ended. */
  public Pairs<S> check(Action<? super S> finalCheck) {
    check = finalCheck;
    return this;
  }

  /** Names the obligations that every pair checks. */
  public Pairs<S> covers(String... ids) {
    obligations = ids.clone();
    return this;
  }

  private Pairs<S> add(Named<S> operation) {
    if (operations.stream().anyMatch(o -> o.name.equals(operation.name))) {
      throw new IllegalArgumentException(title + ": two operations are called " + operation.name);
    }
    operations.add(operation);
    return this;
  }

  /** What begins the names of the scenarios. */
  public String title() {
    return title;
  }

  /** The names of all operations. */
  public Set<String> operations() {
    Set<String> names = new TreeSet<>();
    operations.forEach(o -> names.add(o.name));
    return names;
  }

  /** The pairs that are left out, each in both orders, with the reason. */
  public Map<String, String> exceptions() {
    return Map.copyOf(exceptions);
  }

  /** A scenario for each pair that is not left out. */
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      for (int j = i; j < operations.size(); j++) {
        Named<S> a = operations.get(i);
        Named<S> b = operations.get(j);
        if (!exceptions.containsKey(a.name + " + " + b.name)) {
          all.add(scenario(a, b));
        }
      }
    }
    return all;
  }

  private Scenario<S> scenario(Named<S> a, Named<S> b) {
    Scenario<S> scenario =
        Scenario.named(title + ": " + a.name + " + " + b.name)
            .setup(() -> prepared(a, b))
            .check(check)
            .covers(obligations)
            .describe("One thread runs " + a.name + ", the other " + b.name + ".");
    boolean stuck = (a.blocks || b.blocks) && !a.frees && !b.frees && rescue != null;
    scenario.thread("first", party(a, 0, stuck && !a.blocks));
    scenario.thread("second", party(b, 1, stuck && !b.blocks));
    return stuck && a.blocks && b.blocks ? scenario.thread("rescuer", rescue) : scenario;
  }

  private Action<S> party(Named<S> operation, int number, boolean rescues) {
    Action<? super S> then = rescues ? rescue : s -> {};
    return s -> {
      operation.run.run(s, number);
      then.run(s);
    };
  }

  private S prepared(Named<S> a, Named<S> b) {
    S state = setup.get();
    try {
      a.prepare.run(state, 0);
      b.prepare.run(state, 1);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(title + ": the set-up fails", e);
    }
    return state;
  }
}
