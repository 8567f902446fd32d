// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs a small program on a sequential specification in every order that keeps the order of each
 * thread, and collects what comes of it.
 *
 * <p>What a concurrent run leaves behind must be among these outcomes if its operations are atomic.
 * That is weaker than linearizability: an order that disagrees with the real time between threads
 * is accepted too.
 *
 * @param <S> the specification
 */
public final class Orders<S> {
  /** One operation. It returns what the caller sees, which becomes part of the outcome. */
  public interface Operation<S> extends Function<S, Object> {}

  private final Supplier<S> initial;
  private final List<List<Operation<S>>> threads = new ArrayList<>();

  /** Each order begins with a new specification. */
  public Orders(Supplier<S> initial) {
    this.initial = initial;
  }

  /** Adds a thread. */
  @SafeVarargs
  public final Orders<S> thread(Operation<S>... operations) {
    threads.add(List.of(operations));
    return this;
  }

  /**
   * The outcomes: for each thread the list of results, and then the state at the end.
   *
   * @param end what is seen of the state
   */
  public Set<String> outcomes(Function<S, ?> end) {
    Set<String> found = new TreeSet<>();
    walk(new ArrayList<>(), new int[threads.size()], end, found);
    return found;
  }

  private void walk(List<Integer> order, int[] done, Function<S, ?> end, Set<String> found) {
    boolean over = true;
    for (int t = 0; t < done.length; t++) {
      if (done[t] < threads.get(t).size()) {
        over = false;
        order.add(t);
        done[t]++;
        walk(order, done, end, found);
        done[t]--;
        order.remove(order.size() - 1);
      }
    }
    if (over) {
      found.add(run(order, end));
    }
  }

  private String run(List<Integer> order, Function<S, ?> end) {
    S state = initial.get();
    List<List<Object>> results = new ArrayList<>();
    threads.forEach(thread -> results.add(new ArrayList<>()));
    for (int t : order) {
      int next = results.get(t).size();
      results.get(t).add(threads.get(t).get(next).apply(state));
    }
    return outcome(results, end.apply(state));
  }

  /** The outcome of a concurrent run, as {@link #outcomes} writes it. */
  public static String outcome(List<? extends List<?>> results, Object end) {
    return results + " " + end;
  }
}
