// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.explorer.Schedule;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.explorer.scenarios.StandardScenarios.Entry;
import org.cqskernel.mutants.Mutant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The check command. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Checks the models with TLC and explores the class files; says what is established.",
    description = {
      "",
      "With no option: TLC on every TLA+ module with every mutant of it, and every interleaving of"
          + " the standard scenarios over the real class files, two at a time.",
      "Exit code: 0 all as it should be, 1 a violation, 2 wrong usage, 3 a search was cut.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  check --list                           what there is",
      "  check --structure semaphore            one structure: its models and its scenarios",
      "  check --no-tlc                         the class files only",
      "  check --scenario treiber-stack         one scenario",
      "  check --scenario aba                   a demonstration that fails, with its interleaving",
      "  check --scenario aba --bound 1         only interleavings with at most one preemption",
      "  check --scenario aba --seed 7 --limit 10   ten seconds of random interleavings",
      "  check --replay target/explorer/aba.schedule   a saved interleaving once more",
      "  check --mutant BC-10-sweep-skips-empty    a kernel with a fault, and what finds it",
      "  check --jdk /usr/lib/jvm/jdk-25        in another JDK; from 21 on about ten times as fast",
      "  check --classes DIR                    patched class files first",
      "  check --source my.Scenarios --instrument my.queue.   scenarios of your own"
    })
public final class Main implements Callable<Integer> {
  private static final int VIOLATION = 1;
  private static final int INCOMPLETE = 3;

  @Spec private CommandSpec spec;

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
      names = "--instrument",
      paramLabel = "PREFIX",
      description = "Explore also classes whose name starts so; repeatable.")
  private List<String> prefixes = new ArrayList<>();

  @Option(names = "--list", description = "List the scenarios and stop.")
  private boolean list;

  @Option(names = "--bound", paramLabel = "N", description = "At most N preemptions.")
  private Integer bound;

  @Option(names = "--seed", paramLabel = "N", description = "Random interleavings from seed N.")
  private Long seed;

  @Option(names = "--replay", paramLabel = "FILE", description = "Repeat a saved interleaving.")
  private Path replay;

  @Option(names = "--classes", paramLabel = "DIR", description = "Class files that come first.")
  private Path classes;

  @Option(
      names = "--mutant",
      paramLabel = "NAME",
      description = "Put this fault of spec/mutants into the kernel; stop when it is found.")
  private String mutant;

  @Option(
      names = "--tlc",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether TLC runs too, where no scenario is named.")
  private boolean tlc;

  @Option(names = "--jdk", paramLabel = "HOME", description = "Run in the JDK that is there.")
  private Path jdk;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many run at a time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--limit",
      paramLabel = "SECONDS",
      defaultValue = "900",
      description = "Stop after this time in all (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "target/explorer",
      description = "Where drawings and schedules go (default: ${DEFAULT-VALUE}).")
  private Path output;

  private PrintWriter out;
  private Board board;
  private Pool pool;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(new PrintWriter(System.out), new PrintWriter(System.err, true), args));
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine command = new CommandLine(new Main()).setOut(out).setErr(err);
    command.setParameterExceptionHandler(
        (e, a) -> {
          e.getCommandLine().getErr().println("check: " + e.getMessage());
          return CommandLine.ExitCode.USAGE;
        });
    return command.execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    out = spec.commandLine().getOut();
    if (jdk != null) {
      usage(OtherJdk.isOne(jdk), "--jdk: no bin/java in " + jdk);
      return OtherJdk.run(jdk, spec.commandLine().getParseResult().originalArgs());
    }
    Options options = options();
    if (list) {
      return list(options);
    }
    if (replay != null) {
      return replay(options);
    }
    return check(options);
  }

  private Options options() {
    Options o = Options.defaults();
    for (String prefix : prefixes) {
      o = o.instrument(prefix);
    }
    if (classes != null) {
      usage(Files.isDirectory(classes), "--classes: no directory " + classes);
      o = o.classes(classes);
    }
    if (mutant != null) {
      usage(classes == null, "--mutant and --classes exclude each other");
      o = o.classes(compileMutant());
    }
    usage(bound == null || bound >= 0, "--bound: " + bound + " is negative");
    usage(bound == null || seed == null, "--bound and --seed exclude each other");
    usage(parallel > 0, "--parallel: " + parallel + " is not positive");
    usage(limit > 0, "--limit: " + limit + " is not positive");
    if (bound != null) {
      o = o.preemptions(bound);
    }
    return seed == null ? o : o.seed(seed);
  }

  /** Run in the project's root. */
  private Path compileMutant() {
    try {
      Mutant found =
          Mutant.in(Path.of("spec", "mutants")).stream()
              .filter(m -> m.name().equals(mutant))
              .findFirst()
              .orElse(null);
      usage(found != null, "--mutant: no spec/mutants/" + mutant + ".patch");
      Path kernel = Path.of(Cqs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return found.compile(Path.of(""), kernel, output.resolve("mutants").resolve(mutant));
    } catch (IOException | URISyntaxException e) {
      throw new ParameterException(spec.commandLine(), "--mutant: " + e.getMessage(), e);
    }
  }

  private void usage(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private List<ScenarioCheck> all(Options options) {
    Instant end = Instant.now().plusSeconds(limit);
    return ScenarioCheck.all(
        sources.isEmpty() ? StandardScenarios.entries() : named(), options, end, this::found);
  }

  private List<Entry> named() {
    List<Entry> entries = new ArrayList<>();
    for (String name : sources) {
      try {
        var source = Class.forName(name, false, Main.class.getClassLoader());
        entries.add(
            new Entry(source.asSubclass(ScenarioSource.class), true, UnaryOperator.identity()));
      } catch (ClassNotFoundException | ClassCastException e) {
        usage(false, "--source: no scenario source is called " + name);
      }
    }
    return entries;
  }

  /** What the options ask for. Further parts are added here. */
  private List<Check> selected(Options options) {
    List<ScenarioCheck> scenarios = all(options);
    List<Check> checks = new ArrayList<>();
    boolean onlyScenarios = !names.isEmpty() || !sources.isEmpty() || classes != null;
    if (tlc && !onlyScenarios && mutant == null && bound == null && seed == null) {
      checks.addAll(TlcChecks.standard(Path.of("spec/src/main/tla"), Path.of("spec/target/tlc")));
    }
    for (String name : names) {
      var matching = scenarios.stream().filter(c -> c.name().equals(name)).toList();
      usage(
          !matching.isEmpty(), "--scenario: nothing is called '" + name + "'; --list shows names");
      checks.addAll(matching);
    }
    if (names.isEmpty()) {
      scenarios.stream().filter(c -> c.entry().standard()).forEach(checks::add);
    }
    if (!structures.isEmpty()) {
      var known = new TreeSet<>(checks.stream().map(Check::structure).toList());
      for (String name : structures) {
        usage(
            known.contains(name),
            "--structure: nothing is about '" + name + "', but about " + String.join(", ", known));
      }
      checks.removeIf(c -> !structures.contains(c.structure()));
    }
    return checks;
  }

  private int list(Options options) {
    for (ScenarioCheck c : all(options)) {
      String mark = c.entry().standard() ? "" : " [only by name]";
      out.printf("%-40s %s%s%n", c.name(), c.scenario().description(), mark);
    }
    out.flush();
    return 0;
  }

  private int check(Options options) throws IOException, InterruptedException {
    List<Check> checks = selected(options);
    board = new Board(out, checks.size());
    pool = new Pool(parallel, board);
    List<Row> rows = pool.run(checks);
    board.clear();
    if (mutant == null && classes == null && sources.isEmpty()) {
      writeResults(rows);
    }
    out.print(ClosingTable.of(rows));
    out.flush();
    if (rows.stream().anyMatch(r -> r.status() == Row.Status.VIOLATED)) {
      return VIOLATION;
    }
    return rows.stream().anyMatch(r -> r.status() == Row.Status.CUT) ? INCOMPLETE : 0;
  }

  /** For the evidence report, when everything has run. */
  private void writeResults(List<Row> rows) throws IOException {
    boolean everything =
        names.isEmpty() && structures.isEmpty() && bound == null && seed == null && tlc;
    if (everything) {
      Path target = Path.of("spec", "target");
      Results.write(target.resolve("check/results.json"), ScenarioCheck.PART, rows);
      Results.write(target.resolve("tlc/results.json"), TlcChecks.PART, rows);
    }
  }

  private int replay(Options options) throws IOException {
    Schedule schedule;
    try {
      schedule = Schedule.read(replay);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "--replay: " + e.getMessage(), e);
    }
    for (ScenarioCheck c : all(options)) {
      if (c.entry().source().getName().equals(schedule.source())
          && c.name().equals(schedule.scenario())) {
        ScenarioRef ref = ScenarioRef.of(c.entry().source(), schedule.scenario());
        Result r = Explorer.replay(ref, schedule, c.options());
        drawing().draw(r);
        return r.failure() == null ? 0 : VIOLATION;
      }
    }
    usage(false, "--replay: nothing is called '" + schedule.scenario() + "'; --list shows names");
    return VIOLATION;
  }

  /** Called by any of the threads that check. */
  private void found(Result r) {
    synchronized (board) {
      board.clear();
      drawing().draw(r);
      if (mutant != null) {
        pool.stop();
      }
    }
  }

  private Drawing drawing() {
    return new Drawing(out, output, replay == null);
  }
}
