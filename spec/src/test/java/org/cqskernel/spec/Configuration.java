// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** A line of {@code configurations.csv}: what to run and what must come out. */
record Configuration(
    String module,
    String configuration,
    String bug,
    int exit,
    long states,
    boolean deep,
    String violated) {

  static List<Configuration> readAll() throws IOException {
    return Files.readAllLines(TlcRun.SOURCES.resolve("configurations.csv")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .skip(1) // The names of the columns.
        .map(Configuration::parse)
        .toList();
  }

  private static Configuration parse(String line) {
    String[] f = line.split(",");
    if (f.length != 7 || !(f[5].equals("default") || f[5].equals("deep"))) {
      throw new IllegalArgumentException("not a configuration: " + line);
    }
    return new Configuration(
        f[0], f[1], f[2], Integer.parseInt(f[3]), Long.parseLong(f[4]), f[5].equals("deep"), f[6]);
  }

  /** For directories and reports. */
  String name() {
    return configuration + (bug.equals("none") ? "" : "+" + bug);
  }
}
