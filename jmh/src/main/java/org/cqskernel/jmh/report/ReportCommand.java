// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns results into tables and plots. */
@Command(
    name = "report",
    description = {
      "Turns results, in JMH's form of JSON, into tables and plots. Without FILE: the newest",
      "results of each JDK in the directory, with tables and plots beside them."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  private static final String JSON = ".json";

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "results")
  private List<Path> files = List.of();

  @Option(
      names = "--results",
      paramLabel = "DIRECTORY",
      description = "where results are; default ${DEFAULT-VALUE}")
  private Path directory = Path.of("jmh/results");

  @Option(names = "--markdown", paramLabel = "FILE", description = "write the tables here")
  private Path markdown;

  @Option(names = "--plots", paramLabel = "DIRECTORY", description = "write the plots here")
  private Path plots;

  @Option(
      names = "--conditions",
      paramLabel = "TEXT",
      description = "what is to be said about how it was measured")
  private String conditions =
      "Figures are medians; the number of samples, their spread and the load of each are in the"
          + " file whose name ends in -samples.md. Compare within a table only. How to read it:"
          + " jmh/README.md.";

  @Override
  public Integer call() throws IOException {
    if (files.isEmpty()) {
      for (Path file : newest()) {
        Path beside = Path.of(file.toString().replace(JSON, ".md"));
        System.out.println(beside);
        write(Figures.read(List.of(file)), conditions, beside, directory.resolve("plots"));
      }
      return 0;
    }
    write(Figures.read(files), conditions, markdown, plots);
    return 0;
  }

  /** By JDK, the last by date. */
  private List<Path> newest() throws IOException {
    Map<String, Path> byJdk = new TreeMap<>();
    try (Stream<Path> found = Files.list(directory)) {
      found
          .filter(file -> file.toString().endsWith(JSON))
          .sorted()
          .forEach(file -> byJdk.put(file.toString().replaceAll(".*-jdk", ""), file));
    }
    return List.copyOf(byJdk.values());
  }

  /** Writes the tables and plots for which there is a place, and prints the goals. */
  static void write(Figures figures, String conditions, Path markdown, Path plots)
      throws IOException {
    MarkdownReport report = new MarkdownReport(figures);
    System.out.println(report.goals());
    if (markdown != null) {
      Files.writeString(markdown, report.text("Measured on JDK " + figures.jdk(), conditions));
      Files.writeString(
          Path.of(markdown.toString().replaceAll("\\.md$", "") + "-samples.md"),
          new Conditions(figures).samples());
    }
    if (plots != null) {
      Files.createDirectories(plots);
      String feature = figures.jdk().replaceAll("\\..*", "");
      for (Family family : Families.PLOTTED) {
        new Plots(figures)
            .write(
                family, "JDK " + feature, plots.resolve(family.id() + "-jdk" + feature + ".svg"));
      }
    }
  }
}
