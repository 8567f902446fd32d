// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.conformance.AccessTable.Row;
import org.cqskernel.conformance.StateGraph.Edge;
import org.cqskernel.explorer.engine.Program;
import org.cqskernel.explorer.instrument.InstrumentingLoader;

/**
 * From the kernel to the model: each execution of a search is a run of the model.
 *
 * <p>Kept for each step is the set of states in which the model can be, given the accesses so far
 * and what is seen of the kernel's objects. A step is rejected when the set becomes empty, an
 * execution also when none of the states at its end is one of the model's ends.
 */
final class Acceptance extends KernelFollower {
  private final List<BitSet> possible = new ArrayList<>();
  private final List<BitSet> closures = new ArrayList<>();
  private Access[] accesses = new Access[256];
  private int[] movers = new int[256];
  private int computed;
  private boolean begun;
  private long accepted;

  /** The steps that the last access may be. */
  private final List<Edge> taken = new ArrayList<>();

  /** The states of which it is noted how they are reached without an access. */
  private final BitSet explained = new BitSet();

  /** The steps of the model that were taken. */
  final BitSet walked = new BitSet();

  Acceptance(StateGraph graph, AccessTable table, Program program, InstrumentingLoader loader) {
    super(graph, table, program, loader);
    for (int s = 0; s < graph.states.size(); s++) {
      closures.add(null);
    }
  }

  /** The number of executions that are runs of the model from beginning to end. */
  long accepted() {
    return accepted;
  }

  @Override
  public void chosen(View view, int t) {
    int d = view.depth();
    if (d == accesses.length) {
      accesses = Arrays.copyOf(accesses, 2 * d);
      movers = Arrays.copyOf(movers, 2 * d);
    }
    accesses[d] = pending[t];
    movers[d] = t;
  }

  @Override
  public int next(View view, long enabled) {
    if (view.depth() == 0) {
      computed = begun ? view.repeated() : -1;
      begun = true;
    }
    compute(view);
    return ANY;
  }

  /** Computes the possible states after the last step, unless it repeats the last execution. */
  private boolean compute(View view) {
    int d = view.depth();
    Map<String, Object> observed = modelled(view).observe();
    if (d <= computed) {
      return true;
    }
    computed = d;
    BitSet before = new BitSet();
    taken.clear();
    if (d == 0) {
      before.set(graph.initial);
    } else {
      before = successors(possible.get(d - 1), movers[d - 1], accesses[d - 1]);
      steps++;
    }
    BitSet after = new BitSet();
    String difference = "the model has no such step";
    for (int s = before.nextSetBit(0); s >= 0; s = before.nextSetBit(s + 1)) {
      String found = comparison.difference(observed, graph.states.get(s));
      if (found == null) {
        after.set(s);
      } else {
        difference = found;
      }
    }
    for (Edge e : taken) {
      if (after.get(e.to()) && !possible.get(d - 1).get(e.from()) && !explained.get(e.from())) {
        explained.set(e.from());
        noteSilent(possible.get(d - 1), e.from());
      }
    }
    if (possible.size() > d) {
      possible.set(d, after);
    } else {
      possible.add(after);
    }
    if (after.isEmpty()) {
      fail(view, d, difference);
      return false;
    }
    return true;
  }

  private BitSet successors(BitSet from, int t, Access a) {
    BitSet to = new BitSet();
    Row hidden = table.hidden(a);
    if (hidden != null) {
      table.used.add(hidden);
      to.or(from);
    }
    if (!table.hasLabel(a)) {
      return to;
    }
    BitSet reachable = closure(from);
    for (int s = reachable.nextSetBit(0); s >= 0; s = reachable.nextSetBit(s + 1)) {
      for (Edge e : graph.out.get(s)) {
        Row row = table.match(e, a);
        if (row != null && (row.byAnybody() || isBy(e, t))) {
          table.used.add(row);
          walked.set(e.number());
          taken.add(e);
          to.set(e.to());
        }
      }
    }
    return to;
  }

  /** Notes the lines by which a state is reached without an access. */
  private void noteSilent(BitSet from, int state) {
    Map<Integer, Edge> cameBy = new HashMap<>();
    Deque<Integer> open = new ArrayDeque<>();
    from.stream().forEach(open::add);
    while (!cameBy.containsKey(state)) {
      for (Edge e : graph.out.get(open.remove())) {
        if (table.silent(e) != null && !from.get(e.to()) && !cameBy.containsKey(e.to())) {
          cameBy.put(e.to(), e);
          open.add(e.to());
        }
      }
    }
    for (Edge e = cameBy.get(state); e != null; e = cameBy.get(e.from())) {
      table.used.add(table.silent(e));
    }
  }

  private BitSet closure(BitSet from) {
    BitSet all = new BitSet();
    for (int s = from.nextSetBit(0); s >= 0; s = from.nextSetBit(s + 1)) {
      BitSet c = closures.get(s);
      if (c == null) {
        c = closure(s);
        closures.set(s, c);
      }
      all.or(c);
    }
    return all;
  }

  /** The states that are reached by steps that are no accesses. */
  private BitSet closure(int from) {
    BitSet seen = new BitSet();
    seen.set(from);
    List<Integer> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      for (Edge e : graph.out.get(open.remove(open.size() - 1))) {
        if (table.silent(e) != null && !seen.get(e.to())) {
          seen.set(e.to());
          open.add(e.to());
        }
      }
    }
    return seen;
  }

  @Override
  public boolean ended(View view, boolean complete) {
    forget();
    if (!complete || !compute(view)) {
      return false;
    }
    Map<String, Object> observed = modelled(view).observe();
    BitSet last = possible.get(view.depth());
    BitSet seen = new BitSet();
    for (int s = last.nextSetBit(0); s >= 0; s = last.nextSetBit(s + 1)) {
      if (ends(s, observed, seen)) {
        accepted++;
        return true;
      }
    }
    fail(view, view.depth(), "the kernel has ended and the model has not");
    return false;
  }

  /** Whether the model, without an access, gets from a state to an end that looks as observed. */
  private boolean ends(int s, Map<String, Object> observed, BitSet seen) {
    if (graph.isTerminal(s)) {
      return comparison.difference(observed, graph.states.get(s)) == null;
    }
    seen.set(s);
    for (Edge e : graph.out.get(s)) {
      Row silent = table.silent(e);
      if (silent != null && !seen.get(e.to()) && ends(e.to(), observed, seen)) {
        table.used.add(silent);
        walked.set(e.number());
        return true;
      }
    }
    return false;
  }

  private void fail(View view, int depth, String message) {
    StringBuilder steps = new StringBuilder();
    for (int d = 0; d < depth; d++) {
      steps.append("\n    ").append(processes.get(movers[d])).append(' ').append(accesses[d]);
    }
    view.fail("execution %d, step %d: %s; after%s".formatted(accepted + 1, depth, message, steps));
  }
}
