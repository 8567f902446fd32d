// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Group;
import org.cqskernel.evidence.sources.Check;

/** The table of who checks what, by group, kept in a text between two markers. */
public final class GroupTable {
  /** Relative to the project's root. */
  public static final String FILE = "spec/obligations/README.md";

  private static final String BEGIN = "<!-- generated: who checks what, by group -->";
  private static final String END = "<!-- end of generated -->";

  private GroupTable() {}

  /** Empty if the text contains the table as it is generated. */
  static List<String> differences(Path root, Traceability trace) throws IOException {
    Path file = root.resolve(FILE);
    if (!Files.exists(file)) {
      return List.of(FILE + ": no such file");
    }
    String text = Files.readString(file);
    String fresh = replace(text, generate(trace));
    if (fresh == null) {
      return List.of(FILE + ": the markers of the generated table are missing: " + BEGIN);
    }
    return fresh.equals(text)
        ? List.of()
        : List.of(
            FILE
                + ": the table differs from the generated one; to write it again:"
                + " mvn -pl spec -am test -Dtest=TraceabilityTest -Devidence.update=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false");
  }

  /** Writes the table into the text. */
  public static void update(Path root, Traceability trace) throws IOException {
    Path file = root.resolve(FILE);
    String fresh = replace(Files.readString(file), generate(trace));
    if (fresh == null) {
      throw new IOException(file + " has no markers");
    }
    Files.writeString(file, fresh);
  }

  private static String replace(String text, String table) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    return begin < 0 || end < begin
        ? null
        : text.substring(0, begin) + BEGIN + "\n\n" + table + "\n" + text.substring(end);
  }

  /** For each group and kind, the number of checks and of obligations that they speak for. */
  static String generate(Traceability trace) {
    StringBuilder out = new StringBuilder("| group | obligations |");
    StringBuilder rule = new StringBuilder("|---|---:|");
    for (EvidenceKind kind : EvidenceKind.values()) {
      out.append(' ').append(kind.title()).append(" |");
      rule.append("---:|");
    }
    out.append('\n').append(rule).append('\n');
    for (Group group : trace.catalogue().groups()) {
      out.append(
          String.format(
              Locale.ROOT,
              "| [%s](%s) %s | %d |",
              group.name(),
              group.file().replaceFirst(".*/", ""),
              group.title(),
              group.obligations().size()));
      for (EvidenceKind kind : EvidenceKind.values()) {
        out.append(' ').append(cell(trace, group, kind)).append(" |");
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String cell(Traceability trace, Group group, EvidenceKind kind) {
    List<Check> checks =
        trace.sources().checks().stream()
            .filter(c -> c.kind() == kind)
            .filter(c -> group.obligations().stream().anyMatch(c::isEvidenceFor))
            .toList();
    long covered =
        group.obligations().stream()
            .filter(o -> checks.stream().anyMatch(c -> c.isEvidenceFor(o)))
            .count();
    return checks.isEmpty() ? "" : checks.size() + " for " + covered;
  }
}
