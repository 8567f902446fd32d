// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.StateGraph.Edge;
import org.cqskernel.explorer.engine.Follower;
import org.cqskernel.explorer.engine.Program;
import org.cqskernel.explorer.instrument.Effects;
import org.cqskernel.explorer.instrument.InstrumentingLoader;
import org.cqskernel.explorer.instrument.Site;
import org.cqskernel.explorer.instrument.Sites;

/** Follows the kernel's threads and knows, for each, the access that it waits to make. */
abstract class KernelFollower implements Follower {
  private static final String KERNEL = "org.cqskernel.";
  private static final StackWalker WALKER = StackWalker.getInstance();

  final StateGraph graph;
  final AccessTable table;
  final Comparison comparison = new Comparison();

  /** The model's process of each thread. */
  final List<Object> processes = new ArrayList<>();

  final Map<Object, Integer> threads = new HashMap<>();
  final Access[] pending;
  long steps;

  private final Sites sites;
  private final SiteNames names;

  KernelFollower(StateGraph graph, AccessTable table, Program program, InstrumentingLoader loader) {
    this.graph = graph;
    this.table = table;
    this.sites = loader.sites();
    this.names = new SiteNames(sites);
    for (String name : program.names()) {
      Object process = TlaValue.parse(name);
      threads.put(process, processes.size());
      processes.add(process);
    }
    pending = new Access[processes.size()];
    forget();
    Set<Object> all = graph.pc(graph.initial).keySet();
    for (Object process : all) {
      if (threads.containsKey(process) == table.anybodys.contains(process)) {
        throw new IllegalArgumentException(
            "no thread, or one too many, stands for the process " + process);
      }
    }
    if (!all.containsAll(table.anybodys)) {
      throw new IllegalArgumentException("not all are processes: " + table.anybodys);
    }
  }

  /** Whether a step of the model may be made by thread {@code t}. */
  final boolean isBy(Edge e, int t) {
    return e.process().equals(processes.get(t)) || table.anybodys.contains(e.process());
  }

  /** The model says whether it ends there too. */
  @Override
  public boolean mayEndStuck(View view) {
    return true;
  }

  /** An execution is over. What is not announced in the next one is the begin of a handler. */
  final void forget() {
    Arrays.fill(pending, Access.BEGIN);
  }

  /** The plain accesses of a module that has some, which runs on one thread, are its steps. */
  @Override
  public boolean followsPlainAccesses() {
    return table.hasPlainAccesses();
  }

  @Override
  public void announced(View view, int t) {
    int site = view.pendingSite(t);
    Site s = sites.get(site);
    boolean plain = (s.effects() & Effects.PLAIN) != 0;
    pending[t] = new Access(names.of(site), view.pendingVariable(t), caller(), plain);
  }

  /** The kernel's method that has called the one with the access. */
  private static String caller() {
    return WALKER.walk(
        frames ->
            frames
                .filter(f -> isKernel(f.getClassName()))
                .limit(2)
                .skip(1)
                .findFirst()
                .map(KernelFollower::name)
                .orElse(""));
  }

  private static boolean isKernel(String className) {
    return className.startsWith(KERNEL + "cqs.") || className.startsWith(KERNEL + "sync.");
  }

  private static String name(StackFrame f) {
    String c = f.getClassName();
    return c.substring(c.lastIndexOf('.') + 1).replace('$', '.') + "." + f.getMethodName();
  }

  final Modelled modelled(View view) {
    return (Modelled) view.state();
  }

  @Override
  public void chosen(View view, int t) {}
}
