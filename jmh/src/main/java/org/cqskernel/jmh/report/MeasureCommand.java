// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs everything, on the JDK that runs this, and reports. */
@Command(
    name = "measure",
    description = {
      "Runs all benchmarks and demonstrations on the JDK that runs this, and writes",
      "<date>-jdkNN.json, <date>-jdkNN.md and plots/*.svg."
    },
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {

  @Option(
      names = "--quick",
      description = "one fork, fewer points: under 10 minutes; otherwise under 20")
  private boolean quick;

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

  @Option(names = "--forks", paramLabel = "N", description = "forks of each benchmark")
  private int forks;

  @Override
  public Integer call() throws Exception {
    Instant start = Instant.now();
    String name = LocalDate.now() + "-jdk" + Runtime.version().feature();
    Files.createDirectories(directory);
    Path json = directory.resolve(name + ".json");
    Path work = Files.createTempDirectory("measure");
    List<Path> files = new ArrayList<>();
    if (Files.exists(json)) {
      files.add(json);
    }
    int each = forks > 0 ? forks : quick ? 1 : 2;
    List<Step> steps =
        Steps.all(quick).stream().filter(s -> only.matcher(s.name()).find()).toList();
    int failed = 0;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      System.out.printf("[%2d/%d] %-36s ", i + 1, steps.size(), step.name());
      System.out.flush();
      Instant began = Instant.now();
      Path file = work.resolve(i + ".json");
      boolean ended = step.run(file, each, work.resolve(i + ".log"));
      System.out.printf("%4d s%n", Duration.between(began, Instant.now()).toSeconds());
      if (ended && Files.exists(file)) {
        files.add(file);
      } else {
        failed++;
        System.out.println("        failed, see " + work.resolve(i + ".log"));
      }
    }
    Figures figures = Figures.read(files);
    figures.save(json);
    String conditions = conditions(each, Duration.between(start, Instant.now()));
    ReportCommand.write(
        figures, conditions, directory.resolve(name + ".md"), directory.resolve("plots"));
    return failed == 0 ? 0 : 1;
  }

  private String conditions(int each, Duration duration) throws IOException {
    return String.format(
        "%s; %d processors, %s; load %.1f at the end; %s %s (%s). %d fork%s of 5 iterations of"
            + " 100 ms, median; %d minutes in all. Compare within a table only. How to read it:"
            + " jmh/README.md.",
        LocalDate.now(),
        Runtime.getRuntime().availableProcessors(),
        processor(),
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        System.getProperty("java.vm.name"),
        Runtime.version(),
        System.getProperty("java.vendor"),
        each,
        each == 1 ? "" : "s",
        duration.toMinutes());
  }

  private static String processor() throws IOException {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    if (Files.exists(cpuinfo)) {
      Matcher model = Pattern.compile("model name\\s*: (.*)").matcher(Files.readString(cpuinfo));
      if (model.find()) {
        return model.group(1);
      }
    }
    return System.getProperty("os.arch");
  }
}
