// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns results into tables and plots. */
@Command(
    name = "report",
    description = "Turns results, in JMH's form of JSON, into tables and plots.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "results")
  private List<Path> files;

  @Option(names = "--markdown", paramLabel = "FILE", description = "write the tables here")
  private Path markdown;

  @Option(names = "--plots", paramLabel = "DIRECTORY", description = "write the plots here")
  private Path plots;

  @Option(
      names = "--conditions",
      paramLabel = "TEXT",
      description = "on what, when and how it was measured")
  private String conditions = "";

  @Override
  public Integer call() throws IOException {
    Figures figures = Figures.read(files);
    write(figures, conditions, markdown, plots);
    return 0;
  }

  /** Writes the tables and plots for which there is a place, and prints the goals. */
  static void write(Figures figures, String conditions, Path markdown, Path plots)
      throws IOException {
    MarkdownReport report = new MarkdownReport(figures);
    System.out.println(report.goals());
    if (markdown != null) {
      Files.writeString(markdown, report.text("Measured on JDK " + figures.jdk(), conditions));
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
