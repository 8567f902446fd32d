// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The states and steps of a module as TLC has dumped them with {@code -dump dot,actionlabels}.
 *
 * <p>Steps that change nothing are left out.
 */
final class StateGraph {
  private static final Pattern EDGE =
      Pattern.compile("^(-?\\d+) -> (-?\\d+) \\[label=\"([^\"]*)\".*");
  private static final Pattern NODE =
      Pattern.compile("^(-?\\d+) \\[label=\"((?:[^\"\\\\]++|\\\\.)*+)\"(.*)");

  /**
   * Process {@code process} goes from label {@code label} to label {@code target}, and the state
   * was {@code before}.
   */
  record Edge(
      int number,
      int from,
      int to,
      String label,
      Object process,
      String target,
      Map<String, Object> before) {}

  final List<Map<String, Object>> states = new ArrayList<>();
  final List<Edge> edges = new ArrayList<>();
  final List<List<Edge>> out = new ArrayList<>();
  int initial = -1;

  private StateGraph() {}

  /** Reads a dump. A module whose runs can end in different ways has one initial state. */
  static StateGraph read(Path dot) throws IOException {
    StateGraph g = new StateGraph();
    Map<String, Integer> numbers = new HashMap<>();
    List<String[]> raw = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(dot)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Matcher edge = EDGE.matcher(line);
        if (edge.matches()) {
          raw.add(new String[] {edge.group(1), edge.group(2), edge.group(3)});
          continue;
        }
        Matcher node = NODE.matcher(line);
        if (node.matches() && !numbers.containsKey(node.group(1))) {
          boolean first = node.group(3).contains("filled");
          g.addState(unescaped(node.group(2)), first);
          numbers.put(node.group(1), g.states.size() - 1);
        }
      }
    }
    Set<List<Object>> seen = new HashSet<>();
    for (String[] r : raw) {
      Integer from = numbers.get(r[0]);
      Integer to = numbers.get(r[1]);
      // TLC dumps also steps to states outside of a constraint, but not these states.
      if (from != null && to != null && !from.equals(to) && seen.add(List.of(from, to, r[2]))) {
        g.addEdge(from, to, r[2]);
      }
    }
    if (g.initial < 0) {
      throw new IOException(dot + " has no initial state");
    }
    return g;
  }

  private void addState(String text, boolean first) {
    states.add(TlaValue.parseState(text));
    out.add(new ArrayList<>());
    if (first) {
      if (initial >= 0) {
        throw new IllegalArgumentException("more than one initial state");
      }
      initial = states.size() - 1;
    }
  }

  private void addEdge(int from, int to, String label) {
    Map<Object, Object> before = pc(from);
    // TLC names the action; where that is no label, because Next is not made of them, any process
    // may
    // have moved.
    boolean isLabel = before.containsValue(label);
    Object process = mover(states.get(from), states.get(to), isLabel ? label : null);
    String taken = (String) before.get(process);
    String target = (String) pc(to).get(process);
    Edge e = new Edge(edges.size(), from, to, taken, process, target, states.get(from));
    edges.add(e);
    out.get(from).add(e);
  }

  private static String unescaped(String label) {
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c == '\\') {
        c = label.charAt(++i);
        c = c == 'n' ? '\n' : c;
      }
      s.append(c);
    }
    return s.toString();
  }

  /** The program counter of each process. */
  @SuppressWarnings("unchecked")
  Map<Object, Object> pc(int state) {
    return (Map<Object, Object>) states.get(state).get("pc");
  }

  boolean isTerminal(int state) {
    return out.get(state).isEmpty();
  }

  /** Who has taken the step: whose label has changed, or, in a loop, whose variables have. */
  private static Object mover(Map<String, Object> a, Map<String, Object> b, String label) {
    Map<?, ?> before = (Map<?, ?>) a.get("pc");
    Map<?, ?> after = (Map<?, ?>) b.get("pc");
    List<Object> stayed = new ArrayList<>();
    for (Map.Entry<?, ?> p : before.entrySet()) {
      if (label == null || p.getValue().equals(label)) {
        if (!p.getValue().equals(after.get(p.getKey()))) {
          return p.getKey();
        }
        stayed.add(p.getKey());
      }
    }
    for (Object p : stayed) {
      if (stayed.size() == 1 || changesOf(p, a, b)) {
        return p;
      }
    }
    throw new IllegalArgumentException("nobody has taken " + label + " from " + a + " to " + b);
  }

  private static boolean changesOf(Object process, Map<String, Object> a, Map<String, Object> b) {
    for (Map.Entry<String, Object> v : a.entrySet()) {
      if (v.getValue() instanceof Map<?, ?> f && f.containsKey(process)) {
        Map<?, ?> g = (Map<?, ?>) b.get(v.getKey());
        if (!Objects.equals(f.get(process), g.get(process))) {
          return true;
        }
      }
    }
    return false;
  }
}
