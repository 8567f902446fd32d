// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.cqskernel.conformance.AccessTable.Row;
import org.cqskernel.conformance.StateGraph.Edge;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.explorer.engine.Exploration;
import org.cqskernel.explorer.engine.Follower;
import org.cqskernel.explorer.engine.Program;
import org.cqskernel.explorer.instrument.InstrumentingLoader;

/**
 * Holds the kernel against a module of the specification, in both directions.
 *
 * <p>Runs of the module that take every step of its state graph are replayed against the kernel,
 * access by access; and every execution of a search over the mirrored scenario is a run of the
 * module. In both, the states are compared after each access.
 */
public final class Conformance {
  /** The direction of {@link #replay}. */
  static final String TO_KERNEL = "tla-to-kernel";

  /** The direction of {@link #accept}. */
  static final String TO_MODEL = "kernel-to-tla";

  /** Longer searches are cut, and the result says so. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** By name of a dump: two directions of a pair share it. */
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  private final Path specification;
  private final Path output;

  /**
   * @param specification the folder of the specification's module
   * @param output where dumps are written to
   */
  public Conformance(Path specification, Path output) {
    this.specification = specification;
    this.output = output;
  }

  /**
   * What one direction of one pair has come to.
   *
   * @param failure the first difference, or null
   * @param used the lines of the table that were used
   * @param compared the variables of the module that were compared
   * @param obligations those that the labels of the module name
   */
  record Outcome(
      Pair pair,
      String direction,
      int states,
      int edges,
      int walked,
      long behaviours,
      long steps,
      double seconds,
      boolean complete,
      String failure,
      Set<Row> used,
      Set<String> compared,
      List<String> obligations) {

    boolean holds() {
      return failure == null && complete;
    }

    /** The bound on preemptions, or -1 for none. */
    int bound() {
      return direction.equals(TO_MODEL) ? pair.preemptions() : -1;
    }

    /** In words. */
    String result() {
      if (failure != null) {
        return "DIFFERS: " + failure;
      }
      String upTo = bound() < 0 ? "" : " up to " + bound() + " preemptions";
      return complete ? "conforms" + upTo : "cut";
    }

    String summary() {
      return "%-24s %-13s %7d states %7d edges, %7d walked; %7d behaviours %8d steps %6.1f s  %s"
          .formatted(pair, direction, states, edges, walked, behaviours, steps, seconds, result());
    }
  }

  private record Loaded(Program program, InstrumentingLoader loader) {}

  /** The state graph of a pair's module, with a fault in it unless {@code bug} is none. */
  StateGraph graph(Pair pair, String bug) throws IOException, InterruptedException {
    String name = pair.configuration() + (bug.equals("none") ? "" : "+" + bug);
    Path directory = output.resolve(name).toAbsolutePath();
    synchronized (locks.computeIfAbsent(name, n -> new Object())) {
      return TlcDump.run(tla(), pair.module(), configuration(pair), bug, directory);
    }
  }

  Path tla() {
    return specification.resolve("src/main/tla");
  }

  /** A configuration of the specification, or one for this purpose beside the tables. */
  private Path configuration(Pair pair) {
    Path own = tables().resolve(pair.configuration() + ".cfg");
    return Files.exists(own) ? own : tla().resolve(pair.configuration() + ".cfg");
  }

  Path tables() {
    return specification.resolve("conformance");
  }

  /**
   * From the model to the kernel.
   *
   * @param classes a folder with class files that come before the kernel's, or null
   */
  Outcome replay(Pair pair, StateGraph graph, Path classes) throws IOException {
    Options options = options(classes);
    Loaded loaded = load(pair, options).get(0);
    List<List<Edge>> behaviours = Behaviours.covering(graph);
    AccessTable table = AccessTable.read(tables(), pair.module());
    Replay replay = new Replay(graph, table, loaded.program, loaded.loader, behaviours);
    Exploration e = follow(loaded, options, replay, false);
    return new Outcome(
        pair,
        TO_KERNEL,
        graph.states.size(),
        graph.edges.size(),
        graph.edges.size(),
        replay.done(),
        replay.steps,
        e.time().toNanos() / 1e9,
        replay.done() == behaviours.size(),
        failure(e),
        new HashSet<>(table.used),
        replay.comparison.compared,
        obligations(pair));
  }

  /**
   * From the kernel to the model.
   *
   * @param classes a folder with class files that come before the kernel's, or null
   */
  Outcome accept(Pair pair, StateGraph graph, Path classes) throws IOException {
    Options options = options(classes);
    if (pair.preemptions() >= 0) {
      options = options.preemptions(pair.preemptions());
    }
    AccessTable table = AccessTable.read(tables(), pair.module());
    BitSet walked = new BitSet();
    Set<String> compared = new TreeSet<>();
    long accepted = 0;
    long steps = 0;
    double seconds = 0;
    boolean complete = true;
    String failure = null;
    for (Loaded loaded : load(pair, options)) {
      Acceptance acceptance = new Acceptance(graph, table, loaded.program, loaded.loader);
      Exploration e = follow(loaded, options, acceptance, true);
      walked.or(acceptance.walked);
      compared.addAll(acceptance.comparison.compared);
      accepted += acceptance.accepted();
      steps += acceptance.steps;
      seconds += e.time().toNanos() / 1e9;
      complete &= e.isExhausted();
      failure = failure == null ? failure(e) : failure;
    }
    return new Outcome(
        pair,
        TO_MODEL,
        graph.states.size(),
        graph.edges.size(),
        walked.cardinality(),
        accepted,
        steps,
        seconds,
        complete,
        failure,
        new HashSet<>(table.used),
        compared,
        obligations(pair));
  }

  private List<String> obligations(Pair pair) throws IOException {
    return AccessTable.obligations(tla().resolve(pair.module() + ".tla"));
  }

  private static Exploration follow(
      Loaded loaded, Options options, Follower follower, boolean searching) {
    return Exploration.follow(loaded.program, options, loaded.loader, follower, searching);
  }

  private static String failure(Exploration e) {
    return e.failure() == null ? null : e.failure().message();
  }

  private static Options options(Path classes) {
    Options options = Options.defaults().races(false).limit(LIMIT);
    return classes == null ? options : options.classes(classes);
  }

  /** The scenarios that mirror the module, each in a loader of its own. */
  private List<Loaded> load(Pair pair, Options options) throws IOException {
    List<Loaded> all = new ArrayList<>();
    int count = 1;
    while (all.size() < count) {
      InstrumentingLoader loader =
          new InstrumentingLoader(Explorer.class.getClassLoader(), options, pair.scenario(), false);
      List<Scenario<?>> scenarios = source(pair, loader).scenarios();
      count = scenarios.size();
      all.add(new Loaded(new Program(scenarios.get(all.size())), loader));
    }
    return all;
  }

  private ScenarioSource source(Pair pair, InstrumentingLoader loader) throws IOException {
    Map<String, Object> constants = TlcDump.constants(configuration(pair));
    try {
      Constructor<?> c = Class.forName(pair.scenario(), true, loader).getConstructor(Map.class);
      return (ScenarioSource) c.newInstance(constants);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make the scenario of " + pair, e);
    }
  }
}
