// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each obligation that claims a happens-before edge has a litmus test that names it, or a row in
 * the README that says why it has none of its own; and no such row outlives its reason.
 */
class HappensBeforeTest {
  private static final Pattern ID = Pattern.compile("\\b[A-Z]+-\\d+\\b");
  private static final Pattern TITLE = Pattern.compile("### ([A-Z]+-\\d+) .*");
  private static final Pattern REF = Pattern.compile("@Ref\\(\"([A-Z]+-\\d+)\"\\)");

  /** The ids of entries that have an edge and whose code exists. */
  private static Set<String> edges(List<String> catalogue) {
    Set<String> edges = new TreeSet<>();
    Set<String> todo = new TreeSet<>();
    String id = "";
    for (String line : catalogue) {
      Matcher title = TITLE.matcher(line);
      if (title.matches()) {
        id = title.group(1);
      } else if (line.startsWith("* happens-before:")) {
        edges.add(id);
      } else if (line.equals("* status: todo")) {
        todo.add(id);
      }
    }
    edges.removeAll(todo);
    return edges;
  }

  /** The ids of the rows below the heading. */
  private static Set<String> reasons(List<String> readme) {
    Set<String> ids = new TreeSet<>();
    boolean inside = false;
    for (String line : readme) {
      if (line.startsWith("## ")) {
        inside = line.equals("## Obligations without a test of their own");
      }
      String[] cells = line.split("\\|", -1);
      if (inside && cells.length == 4 && !cells[2].isBlank()) {
        ID.matcher(cells[1]).results().forEach(m -> ids.add(m.group()));
      }
    }
    return ids;
  }

  private static List<String> faults(Set<String> edges, Set<String> tested, Set<String> reasons) {
    List<String> faults = new ArrayList<>();
    for (String id : edges) {
      if (!tested.contains(id) && !reasons.contains(id)) {
        faults.add(id + " has an edge, and neither a litmus test nor a reason");
      }
      if (tested.contains(id) && reasons.contains(id)) {
        faults.add(id + " has a litmus test, and a reason why it has none");
      }
    }
    return faults;
  }

  private static List<String> lines(Path folder, String ending) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending)).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void eachEdgeHasATestOrAReason() throws IOException {
    Set<String> edges = edges(lines(Path.of("../spec/obligations"), ".md"));
    Set<String> tested = new TreeSet<>();
    lines(Path.of("src/main/java/org/cqskernel/jcstress"), ".java")
        .forEach(l -> REF.matcher(l).results().forEach(m -> tested.add(m.group(1))));
    assertTrue(edges.size() > 40 && tested.size() > 20, edges + " " + tested);
    Set<String> reasons = reasons(Files.readAllLines(Path.of("README.md")));
    assertEquals("", String.join("\n", faults(edges, tested, reasons)));
  }

  /** The check fails on an edge without either, and on a reason too many. */
  @Test
  void reportsWhatIsMissing() {
    Set<String> edges =
        edges(
            List.of(
                "### ARR-1 One",
                "* status: tested",
                "* happens-before: a CAS",
                "### ARR-2 Two",
                "* status: tested",
                "* happens-before: a CAS",
                "### ARR-3 Three",
                "* happens-before: a CAS",
                "### ARR-4 Four",
                "* status: tested",
                "### RUN-1 Five",
                "* status: todo",
                "* happens-before: a CAS"));
    assertEquals(Set.of("ARR-1", "ARR-2", "ARR-3"), edges);
    Set<String> reasons =
        reasons(
            List.of(
                "| ARR-1 | a row of another table |",
                "## Obligations without a test of their own",
                "| obligation | reason |",
                "| ARR-2, ARR-4 | no edge |",
                "| ARR-1 | |",
                "## Next",
                "| ARR-3 | elsewhere |"));
    assertEquals(Set.of("ARR-2", "ARR-4"), reasons);
    assertEquals(
        List.of(
            "ARR-1 has an edge, and neither a litmus test nor a reason",
            "ARR-2 has a litmus test, and a reason why it has none"),
        faults(edges, Set.of("ARR-2", "ARR-3"), reasons));
  }
}
