// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.explorer.render.ClosingTable;
import org.cqskernel.explorer.render.SvgTrace;
import org.cqskernel.explorer.render.TextTrace;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.explorer.scenarios.StandardScenarios.Entry;
import org.cqskernel.mutants.Mutant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The check command: explores the standard scenarios and prints what it has established. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Explores every interleaving of the standard scenarios over the real class files.",
    description = {
      "",
      "With no option, all standard scenarios are explored exhaustively by partial-order"
          + " reduction.",
      "Exit code: 0 all verified, 1 a violation, 2 wrong usage, 3 a search was cut.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  check --list                           what there is",
      "  check --scenario treiber-stack         one scenario",
      "  check --scenario aba                   a demonstration that fails, with its interleaving",
      "  check --scenario aba --bound 1         only interleavings with at most one preemption",
      "  check --scenario aba --seed 7 --limit 10   ten seconds of random interleavings",
      "  check --replay target/explorer/aba.schedule   a saved interleaving once more",
      "  check --mutant BC-10-sweep-skips-empty    a kernel with a fault, and what finds it",
      "  check --classes DIR                    patched class files first",
      "  check --source my.Scenarios --instrument my.queue.   scenarios of your own"
    })
public final class Main implements Callable<Integer> {
  private static final int VIOLATION = 1;
  private static final int INCOMPLETE = 3;

  @Spec private CommandSpec spec;

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

  private record Job(Entry entry, Scenario<?> scenario) {}

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
  public Integer call() throws IOException {
    out = spec.commandLine().getOut();
    Options options = options();
    if (list) {
      return list(options);
    }
    if (replay != null) {
      return replay(options);
    }
    return explore(select(jobs(options)), options);
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

  private List<Job> jobs(Options options) {
    List<Job> jobs = new ArrayList<>();
    for (Entry e : sources.isEmpty() ? StandardScenarios.entries() : named()) {
      ScenarioRef ref = ScenarioRef.of(e.source());
      for (Scenario<?> s : Explorer.list(ref, e.options().apply(options))) {
        jobs.add(new Job(e, s));
      }
    }
    return jobs;
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

  private List<Job> select(List<Job> jobs) {
    if (names.isEmpty()) {
      return jobs.stream().filter(j -> j.entry.standard()).toList();
    }
    List<Job> selected = new ArrayList<>();
    for (String name : names) {
      var matching = jobs.stream().filter(j -> j.scenario.name().equals(name)).toList();
      usage(
          !matching.isEmpty(), "--scenario: nothing is called '" + name + "'; --list shows names");
      selected.addAll(matching);
    }
    return selected;
  }

  private int list(Options options) {
    for (Job j : jobs(options)) {
      String mark = j.entry.standard() ? "" : " [demonstration]";
      out.printf("%-32s %s%s%n", j.scenario.name(), j.scenario.description(), mark);
    }
    out.flush();
    return 0;
  }

  private int explore(List<Job> jobs, Options options) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(limit).toNanos();
    ProgressLine progress = new ProgressLine(out);
    List<Result> results = new ArrayList<>();
    int code = 0;
    for (Job job : jobs) {
      ScenarioRef ref = ScenarioRef.of(job.entry.source(), job.scenario.name());
      long left = Math.max(1, end - System.nanoTime());
      Options o = job.entry.options().apply(options).limit(Duration.ofNanos(left));
      progress.begin(job.scenario.name());
      Result r = Explorer.explore(ref, o.listener(progress));
      progress.end();
      results.add(r);
      if (r.failure() != null) {
        draw(r);
        code = VIOLATION;
        if (mutant != null) {
          break;
        }
      } else if (r.verdict() == Verdict.CUT && code == 0) {
        code = INCOMPLETE;
      }
    }
    out.print(ClosingTable.of(results));
    out.flush();
    return code;
  }

  private int replay(Options options) throws IOException {
    Schedule schedule;
    try {
      schedule = Schedule.read(replay);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "--replay: " + e.getMessage(), e);
    }
    for (Job job : jobs(options)) {
      if (job.entry.source().getName().equals(schedule.source())
          && job.scenario.name().equals(schedule.scenario())) {
        ScenarioRef ref = ScenarioRef.of(job.entry.source(), schedule.scenario());
        Result r = Explorer.replay(ref, schedule, job.entry.options().apply(options));
        draw(r);
        out.flush();
        return r.failure() == null ? 0 : VIOLATION;
      }
    }
    usage(false, "--replay: nothing is called '" + schedule.scenario() + "'; --list shows names");
    return VIOLATION;
  }

  private void draw(Result r) throws IOException {
    out.println();
    out.println(r.scenario());
    out.print(TextTrace.draw(r.trace()));
    Files.createDirectories(output);
    String file = r.scenario().replaceAll("[^A-Za-z0-9-]+", "-");
    Path page = output.resolve(file + ".html");
    Files.writeString(page, SvgTrace.page(r.trace()));
    Files.writeString(output.resolve(file + ".svg"), SvgTrace.draw(r.trace()));
    Path saved = output.resolve(file + ".schedule");
    if (replay == null) {
      r.schedule().write(saved);
    }
    out.println("drawn in " + page + "; again with --replay " + saved);
    out.println();
  }
}
