// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of {@code configurations.csv}: what to run and what must come out. */
public record Configuration(
    String module,
    String configuration,
    String bug,
    int exit,
    long states,
    boolean deep,
    String violated) {
  private static final Pattern PROPERTIES =
      Pattern.compile("(?m)^(?:INVARIANTS?|PROPERTY|PROPERTIES) +(.*)$");
  private static final Pattern OBLIGATION = Pattern.compile("^([A-Z]+)_(\\d+)_");

  /** All lines, in order. */
  public static List<Configuration> readAll(Path sources) throws IOException {
    return Files.readAllLines(sources.resolve("configurations.csv")).stream()
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

  /** The properties that TLC checks, without the type invariant. */
  public List<String> properties(Path sources) throws IOException {
    Matcher m = PROPERTIES.matcher(Files.readString(sources.resolve(configuration + ".cfg")));
    List<String> names = new ArrayList<>();
    while (m.find()) {
      names.addAll(List.of(m.group(1).trim().split(" +")));
    }
    names.remove("TypeOK");
    return names;
  }

  /** The obligations that the names of properties speak of. */
  public static List<String> obligations(List<String> properties) {
    return properties.stream()
        .map(OBLIGATION::matcher)
        .filter(Matcher::find)
        .map(m -> m.group(1) + "-" + m.group(2))
        .distinct()
        .toList();
  }

  /** For directories and reports. */
  public String name() {
    return configuration + (bug.equals("none") ? "" : "+" + bug);
  }
}
