// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.BitSet;
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
  private int last;
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
      last = 0;
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
      int t = mover(view, e);
      if (t >= 0) {
        if ((enabled >> t & 1) == 0) {
          fail(view, e.process() + " cannot move: " + pending[t]);
          return STOP;
        }
        step(table.match(e, pending[t]), e);
        last = t;
        return t;
      }
      Row silent = table.silent(e);
      if (silent == null) {
        fail(view, "the model takes " + e.label() + " and " + where(view, e.process()));
        return STOP;
      }
      step(silent, e);
    }
    if (position == behaviour.size()) {
      fail(view, "the model has ended and the kernel has not");
    }
    return STOP;
  }

  /** The thread that waits to make the access that the step stands for, or -1. */
  private int mover(View view, Edge e) {
    for (int t = 0; t < pending.length; t++) {
      if (isBy(e, t) && view.isPending(t) && table.match(e, pending[t]) != null) {
        return t;
      }
    }
    return -1;
  }

  private String where(View view, Object process) {
    Integer t = threads.get(process);
    if (t == null) {
      return "nobody is at its access";
    }
    return process + (view.isPending(t) ? " is at " + pending[t] : " has ended");
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

  /**
   * A thread whose next access the module abstracts from, or -1. Whoever made the last step comes
   * first, so that what else belongs to the step is not interrupted.
   */
  private int hidden(View view, long enabled) {
    if (isHidden(view, last, enabled)) {
      return last;
    }
    for (int t = 0; t < pending.length; t++) {
      if (isHidden(view, t, enabled)) {
        return t;
      }
    }
    return -1;
  }

  private boolean isHidden(View view, int t, long enabled) {
    if ((enabled >> t & 1) == 0 || !view.isPending(t)) {
      return false;
    }
    Row row = table.hidden(pending[t]);
    if (row == null || isStepOf(t)) {
      return false;
    }
    table.used.add(row);
    return true;
  }

  /** Whether the access that thread t waits to make may be what the model does next with it. */
  private boolean isStepOf(int t) {
    return table.hasLabel(pending[t]) && isStepOf(t, at, new BitSet());
  }

  /** Also after steps of its process that are no accesses. */
  private boolean isStepOf(int t, int state, BitSet seen) {
    seen.set(state);
    for (Edge e : graph.out.get(state)) {
      if (isBy(e, t) && table.match(e, pending[t]) != null) {
        return true;
      }
      boolean goesOn = e.process().equals(processes.get(t)) && table.silent(e) != null;
      if (goesOn && !seen.get(e.to()) && isStepOf(t, e.to(), seen)) {
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
        fail(view, "the model takes " + e.label() + " and no thread can move");
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
