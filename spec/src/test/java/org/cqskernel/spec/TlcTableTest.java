// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code configurations.csv} leaves nothing out, and what it has shows that each property can fail.
 * That the lines are true is checked by {@link TlcTest}.
 */
class TlcTableTest {
  private static final Path SOURCES = Path.of("src", "main", "tla");
  private static final Path README = Path.of("README.md");
  private static final Path RESULTS = Path.of("target", "tlc", "results.json");
  private static final Pattern MUTANT = Pattern.compile("Bug (?:=|#|/=) \"([\\w-]+)\"");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^([A-Z]+_\\w+|\\w*OK) *==");
  private static final int MUTANTS = 6;

  private final List<Configuration> all = Configuration.readAll(SOURCES);

  TlcTableTest() throws IOException {}

  private static Map<String, String> texts(String suffix) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(suffix)) {
          texts.put(name.substring(0, name.length() - suffix.length()), Files.readString(file));
        }
      }
    }
    return texts;
  }

  private static Set<String> mutants(String module) {
    return names(MUTANT, module.split("BEGIN TRANSLATION")[0]);
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
  }

  private static boolean isAlgorithm(String text) {
    return text.contains("--algorithm");
  }

  /** No module, no configuration and no mutant is left out, and no property of a module. */
  @Test
  void tableIsComplete() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String cfg : texts(".cfg").keySet()) {
      if (all.stream().noneMatch(c -> c.configuration().equals(cfg))) {
        missing.add(cfg + ".cfg");
      }
    }
    for (Map.Entry<String, String> module : texts(".tla").entrySet()) {
      List<Configuration> own =
          all.stream().filter(c -> c.module().equals(module.getKey())).toList();
      if (own.stream().noneMatch(c -> c.bug().equals("none") && c.exit() == 0)) {
        missing.add(module.getKey());
      }
      for (String bug : mutants(module.getValue())) {
        if (own.stream().noneMatch(c -> c.bug().equals(bug))) {
          missing.add(module.getKey() + " with " + bug);
        }
      }
      Set<String> stated = new TreeSet<>();
      for (Configuration c : own) {
        stated.addAll(c.stated(SOURCES));
      }
      for (String property : names(DEFINITION, module.getValue())) {
        if (!stated.contains(property)) {
          missing.add(module.getKey() + "!" + property);
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyAlgorithmHasSixMutants() throws IOException {
    Map<String, Integer> few = new TreeMap<>();
    texts(".tla")
        .forEach(
            (module, text) -> {
              int mutants = mutants(text).size();
              if (isAlgorithm(text) && mutants < MUTANTS) {
                few.put(module, mutants);
              }
            });
    assertEquals(Map.of(), few);
  }

  /**
   * Each property that a configuration of an algorithm names is violated in some line, short of the
   * exclusions.
   */
  @Test
  void everyPropertyIsSeenToFail() throws IOException {
    Set<String> unseen = new TreeSet<>();
    for (Map.Entry<String, String> module : texts(".tla").entrySet()) {
      if (isAlgorithm(module.getValue())) {
        List<Configuration> own =
            all.stream().filter(c -> c.module().equals(module.getKey())).toList();
        for (Configuration c : own) {
          for (String property : c.stated(SOURCES)) {
            if (own.stream().noneMatch(line -> line.finds(property))) {
              unseen.add(module.getKey() + "," + property);
            }
          }
        }
      }
    }
    Set<String> excluded = new TreeSet<>();
    for (String line : Files.readAllLines(SOURCES.resolve("unrefuted.csv"))) {
      if (!line.startsWith("#")) {
        String[] f = line.split(",", 3);
        assertTrue(f.length == 3 && !f[2].isBlank(), "no reason: " + line);
        excluded.add(f[0] + "," + f[1]);
      }
    }
    assertEquals(excluded, unseen, "exclusions, and properties that no line violates");
  }

  /** {@code -Devidence.update=true} writes the tables first. */
  @Test
  void readmeHasTheTables() throws IOException {
    if (Boolean.getBoolean("evidence.update")) {
      Files.writeString(README, new ReadmeTables(all, README, RESULTS).updated());
    }
    assertEquals(new ReadmeTables(all, README, RESULTS).expected(), Files.readString(README));
    List<String> unwritten = new ArrayList<>(Files.readAllLines(README));
    unwritten.removeIf(line -> !line.contains("| ? |"));
    assertEquals(List.of(), unwritten, "say what runs");
  }

  /** A name that stands alone in the column is found, and one of several is not. */
  @Test
  void findsWhatTheLineSays() {
    Configuration c = new Configuration("M", "M", "bug", 12, 1, false, "A_1_x", "");
    assertTrue(c.finds("A_1_x") && !c.finds("A_1"));
    assertTrue(!new Configuration("M", "M", "b", 13, 1, false, "A_1_x L", "").finds("L"));
    assertTrue(new Configuration("M", "M", "b", 13, 1, false, "A_1_x L", "L").finds("L"));
    Configuration refinement =
        new Configuration("M", "M", "b", 13, 1, false, "refinement of Cqs", "");
    assertTrue(refinement.finds("Refines") && refinement.finds("RefinesCqs"));
    assertTrue(!refinement.finds("RefinesSemaphore"));
    assertTrue(!new Configuration("M", "M", "none", 0, 1, false, "-", "").finds("-"));
  }
}
