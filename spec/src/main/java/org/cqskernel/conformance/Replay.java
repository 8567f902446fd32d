// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.List;
import java.util.Map;
import org.cqskernel.conformance.AccessTable.Row;
import org.cqskernel.conformance.StateGraph.Edge;
import org.cqskernel.explorer.engine.Program;
import org.cqskernel.explorer.instrument.InstrumentingLoader;

/**
 * From the model to the kernel: makes the threads take the steps of given behaviours, one access at
 * a time, and compares the states after each.
 *
 * <p>Accesses that the module abstracts from are made as soon as they come up.
 */
final class Replay extends KernelFollower {
  private final List<List<Edge>> behaviours;
  private int current;
  private int position;
  private int at;

  Replay(
      StateGraph graph,
      AccessTable table,
      Program program,
      InstrumentingLoader loader,
      List<List<Edge>> behaviours) {
    super(graph, table, program, loader);
    this.behaviours = behaviours;
  }

  /** The number of behaviours that the kernel has followed to their ends. */
  int done() {
    return current;
  }

  @Override
  public int next(View view, long enabled) {
    if (view.depth() == 0) {
      position = 0;
      at = graph.initial;
    }
    int hidden = hidden(view, enabled);
    if (hidden >= 0) {
      return hidden;
    }
    List<Edge> behaviour = behaviours.get(current);
    while (agrees(view) && position < behaviour.size()) {
      Edge e = behaviour.get(position);
      announce(view, e);
      int t = threads.get(e.process());
      Row row = !view.isPending(t) ? null : table.match(e, pending[t]);
      if (row != null) {
        if ((enabled >> t & 1) == 0) {
          fail(view, e.process() + " cannot move: " + pending[t]);
          return STOP;
        }
        step(row, e);
        return t;
      }
      Row silent = table.silent(e);
      if (silent == null) {
        String access = !view.isPending(t) ? "has ended" : "is at " + pending[t];
        fail(view, "the model takes " + e.label() + " and " + e.process() + " " + access);
        return STOP;
      }
      step(silent, e);
    }
    if (position == behaviour.size()) {
      fail(view, "the model has ended and the kernel has not");
    }
    return STOP;
  }

  private void step(Row row, Edge e) {
    table.used.add(row);
    position++;
    steps++;
    at = e.to();
  }

  private void announce(View view, Edge e) {
    modelled(view).choose(e.process(), e.label(), graph.states.get(e.to()));
  }

  /** A thread whose next access the module abstracts from, or -1. */
  private int hidden(View view, long enabled) {
    for (int t = 0; t < pending.length; t++) {
      if ((enabled >> t & 1) != 0 && view.isPending(t)) {
        Row row = table.hidden(pending[t]);
        if (row != null && !isStepOf(t)) {
          table.used.add(row);
          return t;
        }
      }
    }
    return -1;
  }

  /** Whether the access that thread t waits to make may be what its process does. */
  private boolean isStepOf(int t) {
    if (!table.hasLabel(pending[t])) {
      return false;
    }
    for (Edge e : graph.out.get(at)) {
      if (e.process().equals(processes.get(t)) && table.match(e, pending[t]) != null) {
        return true;
      }
    }
    return false;
  }

  private boolean agrees(View view) {
    Map<String, Object> state = graph.states.get(at);
    String difference = comparison.difference(modelled(view).observe(), state);
    if (difference != null) {
      fail(view, difference);
    }
    return difference == null;
  }

  @Override
  public boolean ended(View view, boolean complete) {
    forget();
    List<Edge> behaviour = behaviours.get(current);
    if (!complete) {
      return false;
    }
    while (agrees(view) && position < behaviour.size()) {
      Edge e = behaviour.get(position);
      announce(view, e);
      Row silent = table.silent(e);
      if (silent == null) {
        fail(view, "the model takes " + e.label() + " and all threads have ended");
        return false;
      }
      step(silent, e);
    }
    current++;
    return current < behaviours.size();
  }

  private void fail(View view, String message) {
    StringBuilder steps = new StringBuilder();
    for (Edge e : behaviours.get(current).subList(0, position)) {
      steps.append("\n    ").append(e.process()).append(' ').append(e.label());
    }
    view.fail(
        "behaviour %d of %d, step %d: %s; after%s"
            .formatted(current + 1, behaviours.size(), position, message, steps));
  }
}
