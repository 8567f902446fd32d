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
 * <p>An operation is told which party it is, so that it can meet itself with a waiter or a value of
 * its own. What only some operations need is prepared for those alone, hence the scenarios stay
 * small.
 *
 * <p>The same operations are scenarios of signal safety in two more {@linkplain Form forms}: each
 * that does not block runs to its end as a handler inside each other one and inside itself, that
 * may block; and the same while another one stands still in its midst.
 *
 * @param <S> the state that one execution shares
 */
public final class Pairs<S> {
  /** An operation as one of the {@link #PARTIES}, counted from 0. */
  @FunctionalInterface
  public interface Operation<S> {
    /** Runs; anything thrown is a failure of the scenario. */
    void run(S state, int party) throws Throwable;
  }

  /** What becomes of the one who runs an operation, or of those who wait. */
  enum Kind {
    READS,
    CHANGES,
    FREES,
    BLOCKS
  }

  /** Which operation runs where. */
  public enum Form {
    /** Two threads. */
    PAIR(" + "),
    /** One thread, and a handler in it that runs while it stands still. */
    SIGNAL(" in "),
    /** Two threads, and a handler in one of them that runs while both stand still. */
    CROWD(" beside ");

    final String sign;

    Form(String sign) {
      this.sign = sign;
    }
  }

  /** How many may take part: two of a pair; the interrupted one, a handler, and one beside. */
  public static final int PARTIES = 3;

  record Named<S>(String name, Operation<S> prepare, Operation<S> run, Kind kind) {
    boolean blocks() {
      return kind == Kind.BLOCKS;
    }

    boolean frees() {
      return kind == Kind.FREES;
    }
  }

  final String title;
  final Supplier<S> setup;
  final List<Named<S>> operations = new ArrayList<>();
  final Map<String, String> exceptions = new LinkedHashMap<>();
  final Map<String, String> unsafe = new LinkedHashMap<>();
  final Map<String, String> besides = new LinkedHashMap<>();
  final Map<String, Integer> most = new LinkedHashMap<>();
  Action<? super S> rescue;
  Action<? super S> check = s -> {};
  String[] obligations = {};

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
    return add(new Named<>(name, prepare, run, Kind.CHANGES));
  }

  /** Adds an operation that only looks; nothing is asked of what it returns. */
  public Pairs<S> reading(String name, Function<? super S, ?> look) {
    return add(
        new Named<>(
            name,
            (s, party) -> {},
            (s, party) -> {
              Object unused = look.apply(s);
            },
            Kind.READS));
  }

  /** Adds an operation that may block until one that {@linkplain #freeing frees} has run. */
  public Pairs<S> blocking(String name, Operation<S> prepare, Operation<S> run) {
    return add(new Named<>(name, prepare, run, Kind.BLOCKS));
  }

  /** Adds an operation that lets every blocking one go on. */
  public Pairs<S> freeing(String name, Operation<S> prepare, Operation<S> run) {
    return add(new Named<>(name, prepare, run, Kind.FREES));
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

  /** Lets an operation take part only so often, for a reason; once is no pair with itself. */
  public Pairs<S> atMost(String name, int times, String reason) {
    most.put(name, times);
    return times > 1 ? this : except(name, name, reason);
  }

  /**
   * Says that {@code handler} does not end inside {@code interrupted} by itself, which is to be
   * seen: the scenario fails if it does.
   */
  public Pairs<S> unsafe(String handler, String interrupted, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a signal is unsafe for a reason");
    }
    unsafe.put(handler + Form.SIGNAL.sign + interrupted, reason);
    return unsafeBeside(handler, interrupted, reason);
  }

  /** Says the same where a third operation takes part; these are left out. */
  public Pairs<S> unsafeBeside(String handler, String other, String reason) {
    besides.put(handler + Form.SIGNAL.sign + other, reason);
    return this;
  }

  /** Sets the check that runs after all operations have ended. */
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

  /** The names of those that may block, hence cannot be handlers. */
  public Set<String> blocking() {
    Set<String> names = new TreeSet<>();
    operations.stream().filter(Named::blocks).forEach(o -> names.add(o.name));
    return names;
  }

  /** The names of those that take part in a scenario of a form. */
  public Set<String> participants(Form form) {
    Set<String> names = new TreeSet<>();
    for (Combinations.Combination<S> c : new Combinations<>(this).all(form)) {
      names.add(c.a().name);
      names.add(c.b().name);
    }
    return names;
  }

  /** The pairs that are left out, each in both orders, with the reason. */
  public Map<String, String> exceptions() {
    return Map.copyOf(exceptions);
  }

  /** The handlers that do not end, as {@code handler in interrupted}, with the reason. */
  public Map<String, String> unsafe() {
    return Map.copyOf(unsafe);
  }

  /** A scenario for each pair that is not left out. */
  public List<Scenario<?>> scenarios() {
    return scenarios(Form.PAIR);
  }

  /** The scenarios of one form, but for those that are left out. */
  public List<Scenario<?>> scenarios(Form form) {
    return new Combinations<>(this).scenarios(form);
  }

  /** How many scenarios a form has. */
  public int size(Form form) {
    return new Combinations<>(this).all(form).size();
  }

  /** The scenario of that name, of any form, or null. */
  public Scenario<?> scenario(String name) {
    return new Combinations<>(this).scenario(name);
  }

  /** Whether a scenario is one of a handler that does not end. */
  public boolean isUnsafe(Scenario<?> scenario) {
    return unsafe.containsKey(scenario.name().substring(title.length() + 2));
  }
}
