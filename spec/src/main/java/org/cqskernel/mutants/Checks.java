// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.Verdict;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.explorer.scenarios.StandardScenarios.Entry;

/**
 * Runs one check of any kind, on the kernel or on one with a fault in it. Scenarios run in this
 * JVM; the others run in another one, which has the faulty classes first on its class path and can
 * be ended if it hangs.
 */
public final class Checks implements AutoCloseable {
  /** What a check that found a fault says, or null if it found none. */
  public record Finding(String what, double seconds) {
    /** Whether it found a fault. */
    public boolean found() {
      return what != null;
    }
  }

  /** Several times what each check takes without a fault. */
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** For litmus tests, and for all unit tests one after the other. */
  private static final Duration LONG_LIMIT = Duration.ofSeconds(300);

  /** Tests that hang fail after this time, if they can be interrupted. */
  private static final String TEST_LIMIT = "-Djunit.jupiter.execution.timeout.default=10 s";

  /** Enough to see that a scenario does not fail on its own; the check command explores all. */
  private static final int BASELINE_EXECUTIONS = 5_000;

  private static final String LITMUS_PACKAGE = "org.cqskernel.jcstress.";

  private final Path root;
  private final Path output;
  private final Queue<TestClient> idle = new ConcurrentLinkedQueue<>();

  /**
   * Checks of a project.
   *
   * @param root its root, with the class files of its modules in their target folders
   * @param output for what tests print
   */
  public Checks(Path root, Path output) {
    this.root = root;
    this.output = output;
  }

  /** The kernel's class files. */
  public Path kernelClasses() {
    return root.resolve("kernel/target/classes");
  }

  /**
   * Runs a check.
   *
   * @param kind its kind
   * @param name its name
   * @param faulty the class files of a fault, or null for the kernel as it is
   * @param log where the output of a JVM of its own goes
   * @throws IOException if the check cannot be run or does not exist
   */
  public Finding run(Kind kind, String name, Path faulty, Path log)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    String what =
        switch (kind) {
          case UNIT -> unit(name, faulty);
          case LINCHECK -> lincheck(name, faulty, log);
          case JCSTRESS -> fork(jcstress(name, faulty, log), log);
          case EXPLORER -> explore(name, faulty);
          default -> throw new IllegalArgumentException(kind + " is not a kind of check");
        };
    return new Finding(what, (System.nanoTime() - begin) / 1e9);
  }

  private static String explore(String scenario, Path faulty) {
    Entry entry = entryOf(scenario);
    Options options = entry.options().apply(Options.defaults()).limit(LIMIT);
    options = faulty == null ? options.maxExecutions(BASELINE_EXECUTIONS) : options.classes(faulty);
    Result result = Explorer.explore(ScenarioRef.of(entry.source(), scenario), options);
    return result.verdict() == Verdict.VIOLATED ? result.failure().kind().toString() : null;
  }

  private static synchronized Entry entryOf(String scenario) {
    for (Entry e : StandardScenarios.entries()) {
      for (Scenario<?> s :
          Explorer.list(ScenarioRef.of(e.source()), e.options().apply(Options.defaults()))) {
        if (s.name().equals(scenario)) {
          return e;
        }
      }
    }
    throw new IllegalArgumentException("no scenario is called " + scenario);
  }

  /** A test of the kernel, in a JVM that serves one worker; one that hangs is replaced. */
  private String unit(String names, Path faulty) throws IOException, InterruptedException {
    TestClient client = idle.poll();
    if (client == null) {
      Path log = Files.createDirectories(output).resolve("unit-tests.log");
      client = new TestClient(testServer(System.getProperty("java.class.path")), log);
    }
    try {
      Path tests = root.resolve("kernel/target/test-classes");
      Duration limit = faulty == null ? LONG_LIMIT : LIMIT;
      return client.run(classPath(faulty, tests, kernelClasses()), names, limit);
    } finally {
      idle.add(client);
    }
  }

  /** Lincheck changes classes as they are loaded: each test has a JVM of its own. */
  private String lincheck(String names, Path faulty, Path log)
      throws IOException, InterruptedException {
    Files.createDirectories(log.getParent());
    String classPath =
        classPath(
            faulty,
            root.resolve("lincheck-tests/target/test-classes"),
            kernelClasses(),
            System.getProperty("java.class.path"));
    try (TestClient client = new TestClient(testServer(classPath), log)) {
      return client.run(TestServer.OWN_CLASSES, names, LONG_LIMIT);
    }
  }

  private static List<String> testServer(String classPath) {
    List<String> command = java();
    // Assertions on, as in the modules' own builds.
    command.addAll(List.of("-ea", "-XX:TieredStopAtLevel=1", TEST_LIMIT, "-cp", classPath));
    command.add(TestServer.class.getName());
    return command;
  }

  @Override
  public void close() {
    idle.forEach(TestClient::close);
  }

  private List<String> jcstress(String face, Path faulty, Path log) throws IOException {
    List<String> command = java();
    command.add("-cp");
    command.add(classPath(faulty, root.resolve("jcstress-tests/target/jcstress.jar")));
    Path directory = Files.createDirectories(log.resolveSibling("jcstress"));
    command.addAll(
        List.of(
            "org.openjdk.jcstress.Main",
            "-t",
            "^" + (LITMUS_PACKAGE + face).replace(".", "\\.") + "$",
            "-r",
            directory.toString()));
    // As in the build: C2 only, its instruction scheduling randomized; longer.
    command.addAll(
        List.of("-sc", "false", "-af", "NONE", "-f", "1", "-time", "500", "-iters", "3"));
    command.add("-jvmArgs");
    command.add(
        "-XX:-TieredCompilation -XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM");
    return command;
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    return command;
  }

  private static String classPath(Object... parts) {
    return Stream.of(parts)
        .filter(p -> p != null)
        .map(Object::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** It ends with 0 if all is well and with 1 if an outcome is forbidden; the rest is trouble. */
  private static String fork(List<String> command, Path log)
      throws IOException, InterruptedException {
    Files.createDirectories(log.getParent());
    Process process =
        new ProcessBuilder(command)
            .directory(log.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(LONG_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return "does not end within " + LONG_LIMIT.toSeconds() + " s";
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return switch (process.exitValue()) {
      case 0 -> null;
      case 1 -> failure(log);
      default ->
          throw new IOException(
              "exit code "
                  + process.exitValue()
                  + " of "
                  + String.join(" ", command)
                  + ", see "
                  + log);
    };
  }

  /** The first line of the log that names what failed. */
  private static String failure(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(String::strip)
          .filter(l -> l.contains("FORBIDDEN") || l.contains("FAILED"))
          .findFirst()
          .orElse("failed");
    }
  }
}
