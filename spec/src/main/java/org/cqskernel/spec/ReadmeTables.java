// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of configurations and of mutants in {@code spec/README.md}, as {@code
 * configurations.csv} has them. What a configuration runs is written in the table itself, and kept;
 * seconds are those of the last run, or kept.
 */
public final class ReadmeTables {
  private static final String CONFIGURATIONS = "| module | configuration | what runs |";
  private static final String MUTANTS = "| module | mutant | configuration |";
  private static final int DESCRIPTION = 3;
  private static final int SECONDS = 7;
  private static final Comparator<Configuration> ORDER =
      Comparator.comparing(Configuration::module)
          .thenComparing(Configuration::configuration)
          .thenComparing(Configuration::bug)
          .thenComparing(Configuration::only);

  private final List<Configuration> all;
  private final List<String> lines;
  private final Map<String, String> seconds = new HashMap<>();

  /**
   * @param all the lines of the table
   * @param readme the file
   * @param results what TLC said last, if the file exists
   */
  public ReadmeTables(List<Configuration> all, Path readme, Path results) throws IOException {
    this.all = all.stream().sorted(ORDER).toList();
    lines = Files.readAllLines(readme);
    if (Files.exists(results)) {
      for (JsonNode run : new ObjectMapper().readTree(results.toFile())) {
        seconds.put(
            run.get("configuration").asText(),
            String.valueOf(Math.max(1, Math.round(run.get("seconds").asDouble()))));
      }
    }
  }

  /** The whole file with both tables as they must be; seconds are taken from the last run. */
  public String updated() {
    return generated(true);
  }

  /** The whole file with both tables as they must be; seconds are those that are there. */
  public String expected() {
    return generated(false);
  }

  private String generated(boolean measured) {
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      text.add(line.replaceFirst("^The [\\d,]+ default lines", count()));
      if (line.startsWith(CONFIGURATIONS) || line.startsWith(MUTANTS)) {
        int first = i + 2; // Below the names of the columns and the line under them.
        int end = first;
        while (end < lines.size() && lines.get(end).startsWith("|")) {
          end++;
        }
        text.add(lines.get(i + 1));
        List<String> old = lines.subList(first, end);
        text.addAll(line.startsWith(MUTANTS) ? mutants() : configurations(old, measured));
        i = end - 1;
      }
    }
    return String.join("\n", text) + "\n";
  }

  private String count() {
    return "The %,d default lines".formatted(all.stream().filter(c -> !c.deep()).count());
  }

  private List<String> configurations(List<String> old, boolean measured) {
    Map<String, String[]> kept = new HashMap<>();
    for (String row : old) {
      String[] cells = row.split(" *\\| *");
      kept.put(cells[2].replace("`", ""), cells);
    }
    return all.stream()
        .filter(c -> c.bug().equals("none"))
        .map(c -> row(c, kept.get(c.configuration()), measured))
        .toList();
  }

  private String row(Configuration c, String[] old, boolean measured) {
    String last = measured ? seconds.get(c.name()) : null;
    return row(
        c.module(),
        "`" + c.configuration() + "`",
        old == null ? "?" : old[DESCRIPTION],
        String.format(Locale.ROOT, "%,d", c.states()),
        c.exit() == 0 ? "holds" : finding(c.violated()) + " violated",
        c.deep() ? "deep" : "default",
        last != null ? last : old == null ? "?" : old[SECONDS]);
  }

  private List<String> mutants() {
    return all.stream()
        .filter(c -> !c.bug().equals("none"))
        .map(
            c ->
                row(
                    c.module(),
                    "`" + c.bug() + "`",
                    "`" + c.configuration() + "`",
                    c.only().isEmpty()
                        ? finding(c.violated())
                        : "`" + c.only() + "`, checked alone"))
        .toList();
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Names are code; what TLC says in words is not. */
  private static String finding(String violated) {
    if (violated.matches("deadlock|assertion|refinement of .*")) {
      return violated;
    }
    String[] names = violated.split(" ");
    return (names.length > 1 ? "one of " : "")
        + Stream.of(names).map(n -> "`" + n + "`").collect(Collectors.joining(", "));
  }
}
