// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cqskernel.evidence.report.Assembler;
import org.cqskernel.evidence.report.Console;
import org.cqskernel.evidence.report.Evidence;
import org.cqskernel.evidence.report.Origins;
import org.cqskernel.evidence.report.Page;
import org.cqskernel.evidence.results.Build;
import org.cqskernel.evidence.results.Results;
import org.cqskernel.evidence.sources.ScenarioChecks;
import org.cqskernel.evidence.trace.Traceability;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the evidence report at the end of a build. */
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Writes what is known of each obligation: evidence.json, index.html and a table.",
    description = {
      "",
      "Exit code: 0 if every check that this build had to run has run and came out as expected,"
          + " 1 if not, 2 wrong usage.",
      ""
    })
public final class Main implements Callable<Integer> {
  private static final Pattern MODULE = Pattern.compile("org\\.cqskernel:([a-z-]+):");

  @Spec private CommandSpec spec;

  @Option(names = "--root", paramLabel = "DIR", description = "The project's root.")
  private Path root = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the report goes; relative to the root (default: ${DEFAULT-VALUE}).")
  private Path output = Path.of("target", "evidence");

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "When this build began; older results are those of an earlier build.")
  private String since = "";

  @Option(
      names = "--projects",
      paramLabel = "LIST",
      description = "The modules of this build, as Maven prints them; none: every module.")
  private String projects = "";

  @Option(
      names = "--narrowed",
      paramLabel = "NAME=VALUE",
      description = "A property that leaves tests out, if it has a value other than false.")
  private List<String> narrowed = new ArrayList<>();

  @Option(
      names = "--deep",
      negatable = true,
      description = "Checks outside the default set need a valid result.")
  private boolean deep;

  @Option(names = "--mutants", negatable = true, description = "All mutants need a valid result.")
  private boolean mutants;

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path base = root.toAbsolutePath().normalize();
    Build build = new Build(started(), modules(), reasons(), deep, mutants);
    out.println("evidence: reading catalogue, sources and results ...");
    out.flush();
    Traceability trace = Traceability.of(base, ScenarioChecks::standard);
    Results results = Results.read(base, build);
    Evidence evidence =
        Assembler.assemble(trace, results, build, Origins.of(base, List.copyOf(results.jdks())));
    Path directory = Files.createDirectories(base.resolve(output));
    Files.writeString(
        directory.resolve("evidence.json"),
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(evidence)
            + "\n");
    Files.writeString(directory.resolve("index.html"), Page.of(evidence));
    Console.print(evidence, out);
    out.println("Report: " + base.relativize(directory.resolve("index.html")));
    out.flush();
    return evidence.faults().isEmpty() ? 0 : 1;
  }

  private Instant started() {
    try {
      return since.isEmpty() ? Instant.EPOCH : Instant.parse(since);
    } catch (DateTimeParseException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--since: no time of the form 2026-01-31T12:00:00Z: " + since, e);
    }
  }

  private Set<String> modules() {
    Set<String> modules = new TreeSet<>();
    if (projects.isEmpty()) {
      modules.addAll(List.of("kernel", "spec", "lincheck-tests", "jcstress-tests"));
    }
    for (Matcher m = MODULE.matcher(projects); m.find(); ) {
      modules.add(m.group(1));
    }
    return modules;
  }

  /** Those properties that have been given a value. */
  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    for (String property : narrowed) {
      String[] parts = property.split("=", 2);
      String value = parts.length < 2 ? "" : parts[1].strip();
      if (!value.isEmpty() && !value.equals("false") && !value.startsWith("${")) {
        reasons.add("-D" + parts[0] + (value.equals("true") ? "" : "=" + value));
      }
    }
    return reasons;
  }
}
