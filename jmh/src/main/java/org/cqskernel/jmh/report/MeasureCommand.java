// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs everything, on the JDK that runs this, and reports. */
@Command(
    name = "measure",
    description = {
      "Runs all benchmarks and demonstrations on the JDK that runs this, and writes",
      "<date>-jdkNN.json, <date>-jdkNN.md, <date>-jdkNN-samples.md and plots/*.svg."
    },
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {

  @Option(names = "--quick", description = "fewer points, one fork: under 10 minutes")
  private boolean quick;

  @Option(names = "--short", description = "all points, shorter iterations")
  private boolean brief;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "stop after so many minutes; what is missing is reported as not measured")
  private int minutes = 60;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "only steps whose name matches; results of this day are completed")
  private Pattern only = Pattern.compile("");

  @Option(
      names = "--results",
      paramLabel = "DIRECTORY",
      description = "where results go; default ${DEFAULT-VALUE}")
  private Path directory = Path.of("jmh/results");

  @Option(names = "--stale", description = "measure although the jar is older than the sources")
  private boolean stale;

  @Override
  public Integer call() throws Exception {
    if (!stale && Origin.isStale()) {
      System.out.println("The kernel's sources are newer than the jar: build it again, or --stale");
      return 2;
    }
    Instant start = Instant.now();
    Instant deadline = start.plus(Duration.ofMinutes(minutes));
    String name = LocalDate.now() + "-jdk" + Runtime.version().feature();
    Files.createDirectories(directory);
    Path json = directory.resolve(name + ".json");
    Path work = Files.createTempDirectory("measure");
    Map<String, String> origin = Origin.now();
    Figures figures = Figures.read(List.of());
    if (Files.exists(json)) {
      figures.read(json, Map.of());
      int dropped = figures.keepOnly("kernel", origin.get("kernel"));
      if (dropped > 0) {
        System.out.println("left out " + dropped + " earlier measurements of another kernel");
      }
    }
    Plan plan = quick ? Plan.QUICK : brief ? Plan.SHORT : Plan.FULL;
    List<Step> steps = plan.steps().stream().filter(s -> only.matcher(s.name()).find()).toList();
    int failed = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      System.out.printf("[%2d/%d] %-36s ", i + 1, steps.size(), step.name());
      System.out.flush();
      Instant began = Instant.now();
      long left = Duration.between(began, deadline).toSeconds();
      if (left <= 0) {
        failed++;
        System.out.println("no time left");
        continue;
      }
      Path file = work.resolve(i + ".json");
      boolean ended = step.run(file, work.resolve(i + ".log"), left);
      System.out.printf("%4d s%n", Duration.between(began, Instant.now()).toSeconds());
      if (Files.exists(file) && Files.size(file) > 0) {
        figures.read(file, origin);
        figures.save(json); // After each step, so that nothing is lost.
      }
      if (!ended) {
        failed++;
        System.out.println("        failed or stopped, see " + work.resolve(i + ".log"));
      }
    }
    String conditions =
        String.format(
            "%s %s (%s). Plan %s, %d minutes. Figures are medians; the number of samples, their"
                + " spread and the load of each are in %s-samples.md. Compare within a table only."
                + " How to read it: jmh/README.md.",
            System.getProperty("java.vm.name"),
            Runtime.version(),
            System.getProperty("java.vendor"),
            plan.name().toLowerCase(java.util.Locale.ROOT),
            Duration.between(start, Instant.now()).toMinutes(),
            name);
    ReportCommand.write(
        figures, conditions, directory.resolve(name + ".md"), directory.resolve("plots"));
    return failed == 0 ? 0 : 1;
  }
}
