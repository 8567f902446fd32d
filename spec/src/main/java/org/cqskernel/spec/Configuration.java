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

/**
 * A line of {@code configurations.csv}: what to run and what must come out.
 *
 * @param module the module that TLC starts from
 * @param configuration the name of the file, without its suffix
 * @param bug the value of the constant of this name, or "none"
 * @param exit the exit code of TLC
 * @param states the number of distinct states
 * @param deep whether it is left out by default
 * @param violated what is violated, or "-"
 * @param only the one property that is checked, or "" for all of the file: so a mutant shows that a
 *     property can fail though another one would be found first
 */
public record Configuration(
    String module,
    String configuration,
    String bug,
    int exit,
    long states,
    boolean deep,
    String violated,
    String only) {
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
    if (f.length < 7 || f.length > 8 || !(f[5].equals("default") || f[5].equals("deep"))) {
      throw new IllegalArgumentException("not a configuration: " + line);
    }
    return new Configuration(
        f[0],
        f[1],
        f[2],
        Integer.parseInt(f[3]),
        Long.parseLong(f[4]),
        f[5].equals("deep"),
        f[6],
        f.length == 8 ? f[7] : "");
  }

  /** Whether the constant {@code Bug} has the value of a mutant. */
  public boolean isMutant() {
    return !bug.equals("none");
  }

  /** The properties that TLC checks, without the type invariant. */
  public List<String> properties(Path sources) throws IOException {
    List<String> names = new ArrayList<>(only.isEmpty() ? stated(sources) : List.of(only));
    names.remove("TypeOK");
    return names;
  }

  /** All properties that the file names. */
  public List<String> stated(Path sources) throws IOException {
    Matcher m = PROPERTIES.matcher(Files.readString(sources.resolve(configuration + ".cfg")));
    List<String> names = new ArrayList<>();
    while (m.find()) {
      names.addAll(List.of(m.group(1).trim().split(" +")));
    }
    return names;
  }

  /** Whether TLC has found this property violated, and not one of several. */
  public boolean finds(String property) {
    return exit != 0
        && (only.equals(property)
            || violated.equals(property)
            || violated.startsWith("refinement of ")
                && (property.equals("Refines")
                    || property.equals(violated.replace("refinement of ", "Refines"))));
  }

  /** The text of the file as TLC gets it: with the mutant, and the one property if it is one. */
  public String text(Path sources) throws IOException {
    String text = Files.readString(sources.resolve(configuration + ".cfg"));
    if (!bug.equals("none")) {
      String changed = text.replaceFirst("(?m)^( *Bug *= *).*$", "$1\"" + bug + "\"");
      if (changed.equals(text)) {
        throw new IllegalStateException(name() + ": the configuration has no constant Bug");
      }
      text = changed;
    }
    if (only.isEmpty()) {
      return text;
    }
    if (!stated(sources).contains(only)) {
      throw new IllegalStateException(name() + ": the configuration does not have this property");
    }
    return PROPERTIES
        .matcher(text)
        .replaceAll(
            m -> {
              String keyword = m.group().split(" ")[0];
              return List.of(m.group(1).trim().split(" +")).contains(only)
                  ? keyword + " " + only
                  : "";
            });
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
    return configuration
        + (bug.equals("none") ? "" : "+" + bug)
        + (only.isEmpty() ? "" : "@" + only);
  }
}
