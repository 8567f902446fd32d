// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.cqskernel.conformance.ConformanceChecks;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.explorer.scenarios.StandardScenarios.Entry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the command checks: the options that choose. */
final class Selection {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--structure",
      paramLabel = "NAME",
      description = "Only what is about this structure; repeatable.")
  private List<String> structures = new ArrayList<>();

  @Option(names = "--scenario", paramLabel = "NAME", description = "Only this one; repeatable.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "CLASS",
      description = "The scenarios of this class of the class path instead; repeatable.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--deep",
      description = "Only the scenarios that take minutes; without --limit, at most an hour.")
  private boolean deep;

  @Option(
      names = "--tlc",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether TLC and conformance run too, where no scenario is named.")
  private boolean tlc;

  @Option(
      names = "--model-mutants",
      description = "TLC on the mutants of the models too: four minutes more.")
  private boolean modelMutants;

  @Option(
      names = "--pairs",
      description = "Each operation against each other one too: two or three minutes more.")
  private boolean pairs;

  @Option(
      names = "--signals",
      description = "Each operation that does not block as a signal handler inside each other one.")
  private boolean signals;

  boolean deep() {
    return deep;
  }

  /** Whether every line of the default class of TLC is chosen, mutants too. */
  boolean hasModelMutants() {
    return modelMutants;
  }

  /** Whether all parts of the default run are chosen; pairs come on top. */
  boolean isEverything() {
    return names.isEmpty() && structures.isEmpty() && sources.isEmpty() && tlc;
  }

  /** All scenarios, those that run only by name too. */
  List<ScenarioCheck> scenarios(Options options, Instant end, Consumer<Result> found) {
    return ScenarioCheck.all(
        sources.isEmpty() ? StandardScenarios.entries() : named(), options, end, found);
  }

  /** All pairs of operations. */
  List<PairCheck> pairs(Pairs.Form form, Options options, Instant end, Consumer<Result> found) {
    return sources.isEmpty() ? PairCheck.all(form, options, end, found) : List.of();
  }

  private List<Entry> named() {
    List<Entry> entries = new ArrayList<>();
    for (String name : sources) {
      try {
        var source = Class.forName(name, false, Selection.class.getClassLoader());
        entries.add(
            new Entry(source.asSubclass(ScenarioSource.class), true, UnaryOperator.identity()));
      } catch (ClassNotFoundException | ClassCastException e) {
        usage(false, "--source: no scenario source is called " + name);
      }
    }
    return entries;
  }

  /**
   * What the options ask for.
   *
   * @param models whether TLC and conformance have anything to say about what is explored
   */
  List<Check> checks(Options options, Instant end, Consumer<Result> found, boolean models) {
    List<ScenarioCheck> scenarios = scenarios(options, end, found);
    List<PairCheck> ofPairs = pairs(Pairs.Form.PAIR, options, end, found);
    List<Check> checks = new ArrayList<>();
    if (tlc && !deep && models && names.isEmpty() && sources.isEmpty()) {
      usage(
          Files.isDirectory(Path.of("spec/src/main/tla")),
          "there is no spec/src/main/tla here: run it in the root of the repository, or with"
              + " --no-tlc");
      checks.addAll(
          TlcChecks.standard(
              Path.of("spec/src/main/tla"), Path.of("spec/target/tlc"), modelMutants));
      checks.addAll(
          ConformanceChecks.standard(Path.of("spec"), Path.of("spec/target/conformance")));
    }
    for (String name : names) {
      List<Check> matching = new ArrayList<>(scenarios);
      for (Pairs.Form form : Pairs.Form.values()) {
        matching.addAll(pairs(form, options, end, found));
      }
      matching.removeIf(c -> !c.name().equals(name));
      usage(
          !matching.isEmpty(), "--scenario: nothing is called '" + name + "'; --list shows names");
      checks.addAll(matching);
    }
    if (names.isEmpty()) {
      scenarios.stream()
          .filter(c -> deep ? StandardScenarios.isDeep(c.entry()) : c.entry().standard())
          .forEach(checks::add);
      // Random interleavings have no end, and the first pair would take all the time.
      if (pairs && !deep && options.mode() != Options.Mode.RANDOM) {
        checks.addAll(ofPairs);
      }
      if (signals && !deep && options.mode() != Options.Mode.RANDOM) {
        checks.addAll(pairs(Pairs.Form.SIGNAL, options, end, found));
      }
    }
    if (!structures.isEmpty()) {
      var known = new TreeSet<String>();
      checks.forEach(c -> known.addAll(c.structures()));
      for (String name : structures) {
        usage(
            known.contains(name),
            "--structure: nothing is about '" + name + "', but about " + String.join(", ", known));
      }
      checks.removeIf(c -> c.structures().stream().noneMatch(structures::contains));
    }
    return checks;
  }

  private void usage(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
