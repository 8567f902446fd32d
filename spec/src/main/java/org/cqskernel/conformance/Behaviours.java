// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.cqskernel.conformance.StateGraph.Edge;

/** Runs of a module, from its initial state to an end, that take every step of its graph. */
final class Behaviours {
  /** How many states to search for a step that is not covered yet, before going to an end. */
  private static final int SEARCH = 200;

  private final StateGraph graph;
  private final Edge[] parent;
  private final Edge[] towardsEnd;
  private final BitSet covered = new BitSet();

  private Behaviours(StateGraph graph) {
    this.graph = graph;
    parent = fromInitial();
    towardsEnd = towardsEnd();
  }

  /** A set of runs that covers every edge. */
  static List<List<Edge>> covering(StateGraph graph) {
    return new Behaviours(graph).all();
  }

  private List<List<Edge>> all() {
    List<List<Edge>> all = new ArrayList<>();
    int next = covered.nextClearBit(0);
    while (next < graph.edges.size()) {
      List<Edge> run = prefix(graph.edges.get(next).from());
      add(run, graph.edges.get(next));
      extend(run);
      run.forEach(e -> covered.set(e.number()));
      all.add(run);
      next = covered.nextClearBit(next);
    }
    return all;
  }

  private void add(List<Edge> run, Edge e) {
    run.add(e);
    covered.set(e.number());
  }

  private void extend(List<Edge> run) {
    while (true) {
      int at = run.get(run.size() - 1).to();
      List<Edge> way = toUncovered(at);
      if (way.isEmpty()) {
        for (Edge e = towardsEnd[at]; e != null; e = towardsEnd[e.to()]) {
          run.add(e);
        }
        return;
      }
      way.forEach(e -> add(run, e));
    }
  }

  /** A short way over a step that is not covered. */
  private List<Edge> toUncovered(int from) {
    Deque<List<Edge>> queue = new ArrayDeque<>(List.of(List.of()));
    BitSet seen = new BitSet();
    seen.set(from);
    for (int n = 0; n < SEARCH && !queue.isEmpty(); n++) {
      List<Edge> way = queue.poll();
      int at = way.isEmpty() ? from : way.get(way.size() - 1).to();
      for (Edge e : graph.out.get(at)) {
        if (!covered.get(e.number()) || !seen.get(e.to())) {
          List<Edge> longer = new ArrayList<>(way);
          longer.add(e);
          if (!covered.get(e.number())) {
            return longer;
          }
          seen.set(e.to());
          queue.add(longer);
        }
      }
    }
    return List.of();
  }

  private List<Edge> prefix(int state) {
    List<Edge> run = new ArrayList<>();
    for (Edge e = parent[state]; e != null; e = parent[e.from()]) {
      run.add(e);
    }
    Collections.reverse(run);
    return run;
  }

  private Edge[] fromInitial() {
    Edge[] first = new Edge[graph.states.size()];
    BitSet seen = new BitSet();
    seen.set(graph.initial);
    Deque<Integer> queue = new ArrayDeque<>(List.of(graph.initial));
    while (!queue.isEmpty()) {
      for (Edge e : graph.out.get(queue.poll())) {
        if (!seen.get(e.to())) {
          seen.set(e.to());
          first[e.to()] = e;
          queue.add(e.to());
        }
      }
    }
    return first;
  }

  /** For each state the first step of a shortest way to an end; null at an end. */
  private Edge[] towardsEnd() {
    List<List<Edge>> in = new ArrayList<>();
    int[] distance = new int[graph.states.size()];
    Arrays.fill(distance, -1);
    Deque<Integer> queue = new ArrayDeque<>();
    for (int s = 0; s < distance.length; s++) {
      in.add(new ArrayList<>());
      if (graph.isTerminal(s)) {
        distance[s] = 0;
        queue.add(s);
      }
    }
    graph.edges.forEach(e -> in.get(e.to()).add(e));
    Edge[] way = new Edge[distance.length];
    while (!queue.isEmpty()) {
      int s = queue.poll();
      for (Edge e : in.get(s)) {
        if (distance[e.from()] < 0) {
          distance[e.from()] = distance[s] + 1;
          way[e.from()] = e;
          queue.add(e.from());
        }
      }
    }
    return way;
  }
}
