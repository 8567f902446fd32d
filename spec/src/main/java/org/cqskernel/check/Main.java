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
import java.util.concurrent.Callable;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.Schedule;
import org.cqskernel.mutants.Mutant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "With no option: TLC on every TLA+ module with every mutant of it; conformance of models and"
          + " class files in both directions; and every interleaving of the standard scenarios over"
          + " the real class files. Two at a time.",
      "Exit code: 0 all as it should be, 1 a violation, 2 wrong usage, 3 a search was cut.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  check --list                           what there is",
      "  check --structure semaphore            one structure: its models and its scenarios",
      "  check --no-tlc                         the class files only",
      "  check --pairs                          each operation against each other one, too",
      "  check --signals                        each as a signal handler inside each other one,"
          + " too",
      "  check --deep                           what takes minutes",
      "  check --scenario treiber-stack         one scenario",
      "  check --scenario aba                   a demonstration that fails, with its interleaving",
      "  check --scenario \"cells 1\"             the pairs of operations of one variant",
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
  @Mixin private Selection selection;

  @Option(
      names = "--instrument",
      paramLabel = "PREFIX",
      description = "Explore also classes whose name starts so; repeatable.")
  private List<String> prefixes = new ArrayList<>();

  @Option(names = "--list", description = "List scenarios and pairs, and stop.")
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
      description = "Stop after this time in all (default: 900, with --deep 3600).")
  private Integer limit;

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
    usage(Drawing.isFolder(output), "--output: cannot make the folder " + output);
    usage(parallel > 0, "--parallel: " + parallel + " is not positive");
    usage(limit == null || limit > 0, "--limit: " + limit + " is not positive");
    if (bound != null) {
      o = o.preemptions(bound);
    }
    return seed == null ? o : o.seed(seed);
  }

  /** Run in the project's root. */
  private Path compileMutant() {
    Path patches = Path.of("spec", "mutants");
    usage(
        Files.isDirectory(patches),
        "--mutant: there is no spec/mutants here: run it in the root of the repository");
    try {
      Mutant found =
          Mutant.in(patches).stream().filter(m -> m.name().equals(mutant)).findFirst().orElse(null);
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

  private List<ScenarioCheck> scenarios(Options options) {
    return selection.scenarios(options, end(), this::found);
  }

  private Instant end() {
    return Instant.now().plusSeconds(limit != null ? limit : selection.deep() ? 3600 : 900);
  }

  private int list(Options options) {
    for (ScenarioCheck c : scenarios(options)) {
      String mark = c.entry().standard() ? "" : " [only by name]";
      out.printf("%-40s %s%s%n", c.name(), c.scenario().description(), mark);
    }
    for (Pairs.Form form : Pairs.Form.values()) {
      for (PairCheck c : selection.pairs(form, options, end(), this::found)) {
        out.printf("%-40s %s%n", c.name(), c.description());
      }
    }
    out.flush();
    return 0;
  }

  private int check(Options options) throws IOException, InterruptedException {
    boolean wholeKernel = classes == null && mutant == null;
    List<Check> checks =
        selection.checks(options, end(), this::found, wholeKernel && bound == null && seed == null);
    board = new Board(out, checks);
    pool = new Pool(parallel, board, end());
    List<Row> rows = pool.run(checks);
    board.clear();
    if (wholeKernel && selection.isEverything() && bound == null && seed == null) {
      Results.writeAll(rows, selection.deep(), selection.hasModelMutants());
    }
    out.print(ClosingTable.of(rows));
    out.flush();
    if (rows.stream().anyMatch(r -> r.status() == Row.Status.VIOLATED)) {
      return VIOLATION;
    }
    return rows.stream().anyMatch(r -> r.status() == Row.Status.CUT) ? INCOMPLETE : 0;
  }

  private int replay(Options options) throws IOException {
    usage(Files.isRegularFile(replay), "--replay: no file " + replay);
    Schedule schedule;
    try {
      schedule = Schedule.read(replay);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "--replay: " + e.getMessage(), e);
    }
    for (ScenarioCheck c : scenarios(options)) {
      if (c.entry().source().getName().equals(schedule.source())
          && c.name().equals(schedule.scenario())) {
        return replay(schedule, c.options());
      }
    }
    for (PairCheck c : selection.pairs(Pairs.Form.PAIR, options, end(), this::found)) {
      Scenario<?> s = c.pairs().scenario(schedule.scenario());
      if (s != null && c.source().getClass().getName().equals(schedule.source())) {
        return replay(schedule, c.options(s));
      }
    }
    usage(false, "--replay: nothing is called '" + schedule.scenario() + "'; --list shows names");
    return VIOLATION;
  }

  private int replay(Schedule schedule, Options options) {
    ScenarioRef ref = new ScenarioRef(schedule.source(), schedule.scenario(), List.of());
    Result r = Explorer.replay(ref, schedule, options);
    drawing().draw(r);
    return r.failure() == null ? 0 : VIOLATION;
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
