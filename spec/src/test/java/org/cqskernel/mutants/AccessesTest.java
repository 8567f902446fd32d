// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cqskernel.conformance.KernelSites;
import org.cqskernel.explorer.instrument.Site;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each atomic access of the kernel has a fault that touches it, or a reason in a table. */
@DisplayName("Each access of the kernel has a mutant")
class AccessesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path MUTANTS = ROOT.resolve("spec/mutants");
  private static final String TABLE = "untouched.md";

  @TempDir private Path other;

  @Test
  @DisplayName("or a reason why it has none")
  void eachAccess() throws IOException {
    assertEquals(List.of(), faults(MUTANTS));
  }

  @Test
  @DisplayName("and without its mutants an access is missed")
  void canFail() throws IOException {
    try (var files = Files.list(MUTANTS)) {
      for (Path f : files.toList()) {
        String name = f.getFileName().toString();
        if (name.equals(TABLE) || (name.endsWith(".patch") && !name.startsWith("MEM-4-finish"))) {
          Files.copy(f, other.resolve(name));
        }
      }
    }
    // finishCancelling has others that touch it; those are left out, too.
    for (Mutant m : Mutant.in(other)) {
      if (Files.readString(m.file()).contains("-    return SLOT.getAndSet(cells, offset, end)")) {
        Files.delete(m.file());
      }
    }
    assertEquals(List.of("Cell.finishCancelling getAndSet 1: no mutant touches it"), faults(other));
    Files.writeString(
        other.resolve(TABLE),
        "\n| `Cell.finishCancelling getAndSet 1` | a reason |\n| `X.y` | z |\n",
        java.nio.file.StandardOpenOption.APPEND);
    assertEquals(List.of("X.y: in the table, and touched or not there"), faults(other));
  }

  private static List<String> faults(Path directory) throws IOException {
    TouchedLines touched = TouchedLines.of(ROOT, directory);
    Map<String, String> reasons = reasons(directory.resolve(TABLE));
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, Site> e : KernelSites.sites().entrySet()) {
      Site site = e.getValue();
      String file = site.owner().replaceFirst("\\..*", "") + ".java";
      if (touched.at(file, site.line()).isEmpty() && reasons.remove(e.getKey()) == null) {
        faults.add(e.getKey() + ": no mutant touches it");
      }
    }
    reasons.keySet().forEach(r -> faults.add(r + ": in the table, and touched or not there"));
    return faults;
  }

  private static Map<String, String> reasons(Path table) throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (String line : Files.readAllLines(table)) {
      if (line.startsWith("| `")) {
        String[] cells = line.split("\\|");
        if (cells.length != 3 || cells[2].isBlank()) {
          throw new IllegalArgumentException("an access and a reason expected: " + line);
        }
        reasons.put(cells[1].replace("`", "").strip(), cells[2].strip());
      }
    }
    return reasons;
  }
}
