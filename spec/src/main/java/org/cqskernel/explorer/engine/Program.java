// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cqskernel.explorer.Action;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.Scenario.Body;
import org.cqskernel.explorer.Scenario.Role;

/**
 * A scenario in the form that the engine runs: logical threads by number, ordinary threads first,
 * sets of logical threads as bit masks.
 */
public final class Program {
  final String name;
  final String description;
  final List<String> obligations;

  /** All logical threads. */
  final int size;

  /** Ordinary threads, each with a stack of its own; the others are handlers. */
  final int workers;

  final String[] names;
  final Action<Object>[] bodies;

  /** On whose stack a logical thread runs. */
  final int[] workerOf;

  /** The logical threads whose steps are totally ordered with those of this one. */
  final long[] serial;

  /** The logical threads that stand still while this handler runs; 0 for an ordinary thread. */
  final long[] suspends;

  final boolean[] alone;

  /** The set of all handlers. */
  final long handlers;

  final Supplier<Object> setup;
  final Action<Object> check;
  final List<Action<Object>> invariants;
  final Function<Object, String> outcome;

  /** Null when states are not told apart. */
  final Function<Object, String> digest;

  /**
   * @throws IllegalArgumentException when a handler has no such owner, or there is no thread
   */
  @SuppressWarnings("unchecked")
  public Program(Scenario<?> scenario) {
    Scenario<Object> s = (Scenario<Object>) scenario;
    List<Body<Object>> ordered = new ArrayList<>();
    s.bodies().stream().filter(b -> b.role() == Role.THREAD).forEach(ordered::add);
    workers = ordered.size();
    s.bodies().stream().filter(b -> b.role() != Role.THREAD).forEach(ordered::add);
    name = s.name();
    description = s.description();
    obligations = s.obligations();
    size = ordered.size();
    if (workers == 0 || size > 60) {
      throw new IllegalArgumentException(name + ": a scenario has between 1 and 60 threads");
    }
    names = ordered.stream().map(Body::name).toArray(String[]::new);
    bodies = ordered.stream().map(Body::action).toArray(Action[]::new);
    workerOf = new int[size];
    serial = new long[size];
    suspends = new long[size];
    alone = new boolean[size];
    for (int t = 0; t < size; t++) {
      Body<Object> b = ordered.get(t);
      alone[t] = b.role() == Role.ALONE;
      workerOf[t] = t < workers ? t : workerNamed(b.owner());
    }
    relate();
    handlers = ((1L << size) - 1) & -(1L << workers);
    setup = s.setup();
    check = cast(s.check());
    invariants = s.invariants().stream().map(Program::cast).toList();
    outcome = s.outcome()::apply;
    digest = s.digest() == null ? null : s.digest()::apply;
  }

  private static Action<Object> cast(Action<? super Object> action) {
    return action::run;
  }

  private int workerNamed(String owner) {
    for (int w = 0; w < workers; w++) {
      if (names[w].equals(owner)) {
        return w;
      }
    }
    throw new IllegalArgumentException(name + ": no thread is called " + owner);
  }

  private void relate() {
    for (int h = workers; h < size; h++) {
      for (int t = 0; t < size; t++) {
        if (t != h && (alone[h] || workerOf[t] == workerOf[h])) {
          suspends[h] |= 1L << t;
          serial[h] |= 1L << t;
          serial[t] |= 1L << h;
        }
      }
    }
  }

  /** The scenario's name. */
  public String title() {
    return name;
  }

  /**
   * Whether the states between the steps matter, not only what threads read and the last state.
   * Reduction leaves states out.
   */
  public boolean looksAtStates() {
    return !invariants.isEmpty() || digest != null;
  }

  public List<String> names() {
    return List.of(names);
  }
}
