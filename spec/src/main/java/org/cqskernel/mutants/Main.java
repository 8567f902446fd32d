// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs mutants from the command line, in the project's root or with {@code --root}. */
@Command(
    name = "mutants",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Puts each fault into a copy of the kernel and lets the checks that claim it find it.",
    description = {
      "",
      "The modules must be built: kernel, lincheck-tests and jcstress-tests with their tests.",
      "Exit code: 0 all killed or accounted for, 1 not, 2 wrong usage.",
      ""
    })
public final class Main implements Callable<Integer> {
  @Option(names = "--root", paramLabel = "DIR", description = "The project's root.")
  private Path root = Path.of("");

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Patches and claims, relative to the root; default ${DEFAULT-VALUE}.")
  private String directory = "spec/mutants";

  @Option(
      names = "--mutant",
      paramLabel = "REGEX",
      description = "Only mutants whose name contains this; repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--kind", description = "Only claims of this kind; repeatable.")
  private List<Kind> kinds = new ArrayList<>();

  @Option(names = "--sample", description = "Only the first mutant of each obligation.")
  private boolean sample;

  @Option(names = "--first", description = "Stop at the first check that finds a mutant.")
  private boolean first;

  @Option(names = "--workers", paramLabel = "N", description = "At a time; ${DEFAULT-VALUE}.")
  private int workers = 2;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Also write the results there, relative to the root.")
  private List<String> results = new ArrayList<>();

  private Main() {}

  @Override
  public Integer call() throws Exception {
    Path base = root.toAbsolutePath().normalize();
    String name = Path.of(directory).getFileName().toString();
    Path output = base.resolve("spec/target").resolve(name);
    MutationRun run =
        new MutationRun(base, base.resolve(directory), output, System.out::println)
            .all(!first)
            .workers(workers);
    if (!only.isEmpty()) {
      var wanted = only.stream().map(Pattern::compile).toList();
      run.mutants(n -> wanted.stream().anyMatch(p -> p.matcher(n).find()));
    }
    if (!kinds.isEmpty()) {
      run.kinds(kinds::contains);
    }
    if (sample) {
      run.onePerObligation();
    }
    Report report = run.run();
    report.write(output.resolve("results.json"));
    for (String file : results) {
      report.write(base.resolve(file));
    }
    Map<String, Long> counts =
        report.results().stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.outcome() + (r.killer() == null ? "" : " by " + r.killer().kind()),
                    TreeMap::new,
                    Collectors.counting()));
    System.out.println(report.results().size() + " mutants: " + counts);
    run.problems().forEach(p -> System.out.println("PROBLEM " + p));
    return run.problems().isEmpty() ? 0 : 1;
  }

  /** Entry. */
  public static void main(String[] args) {
    CommandLine command = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(args));
  }
}
