// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cqskernel.conformance.StateGraph.Edge;

/**
 * Which label of a module stands for which access of the kernel, as written in {@code
 * spec/conformance/<Module>.md}.
 *
 * <p>Four tables are read, told apart by the head of their first column: <em>label</em>, with the
 * columns access, variable and caller, where access may be {@code none} and the label may say to
 * which next label it applies, and in which states ({@code from -> to if variable = value});
 * <em>access</em>, accesses that the module abstracts from; <em>variable</em>, variables that are
 * not compared; <em>process</em>, processes whose steps are made by whoever is at the access. A
 * label {@code a by anybody} is a step that, in a search, whoever is at the access may make.
 */
final class AccessTable {
  /** An access of "none" for a label that stands for no access. */
  static final String NONE = "none";

  private static final String ANYBODY = " by anybody";

  /** Plain accesses publish nothing, therefore no module has them unless it names them. */
  private static final Row PLAIN = new Row("", "", "", "plain", "", "", false, false);

  private static final Pattern ACTION =
      Pattern.compile("(?m)^(\\w+)(?:\\(self\\))? == /\\\\ pc\\[[^\\]]+\\] = \"(\\w+)\"");

  /** A label with its comment. */
  private static final Pattern LABEL = Pattern.compile("(?m)^ +\\w+: .*\\\\\\*.*$");

  private static final Pattern OBLIGATION_ID = Pattern.compile("\\b[A-Z]+-\\d+\\b");

  /**
   * A line.
   *
   * @param label the label, or "" for an access that the module abstracts from
   * @param target the next label, or "" for any
   * @param condition what holds before the step, as {@code variable = value}, or "" for any state;
   *     a variable with a value for each process is that of the process that steps
   * @param caller "" for any
   * @param byAnybody whether another thread than that of the process may make the step
   * @param unreached whether no configuration that is mirrored gets there: only a mutant of the
   *     module does, or a mode that is not mirrored
   */
  record Row(
      String label,
      String target,
      String condition,
      String site,
      String variable,
      String caller,
      boolean byAnybody,
      boolean unreached) {
    boolean isSilent() {
      return site.equals(NONE);
    }

    /** Whether it is about this step of the model. */
    boolean appliesTo(Edge e) {
      return label.equals(e.label())
          && (target.isEmpty() || target.equals(e.target()))
          && (condition.isEmpty() || holdsBefore(e));
    }

    private boolean holdsBefore(Edge e) {
      String[] parts = condition.split(" = ", 2);
      Object value = e.before().get(parts[0]);
      if (value == null) {
        throw new IllegalArgumentException("the model has no variable for " + this);
      }
      Object own = value instanceof Map<?, ?> map ? map.get(e.process()) : value;
      return String.valueOf(own).equals(parts[1]);
    }

    /** The more it says about a step, the fewer steps it is about. */
    int restrictions() {
      return (target.isEmpty() ? 0 : 1) + (condition.isEmpty() ? 0 : 1);
    }

    boolean matches(Access a) {
      return site.equals(a.site())
          && variable.equals(a.variable())
          && (caller.isEmpty() || caller.equals(a.caller()));
    }

    @Override
    public String toString() {
      String to = target.isEmpty() ? "" : " -> " + target;
      to += condition.isEmpty() ? "" : " if " + condition;
      String by = caller.isEmpty() ? "" : " called by " + caller;
      return (label.isEmpty() ? "hidden" : label + to) + ": " + site + " " + variable + by;
    }
  }

  final String module;
  final List<Row> rows = new ArrayList<>();
  final Set<String> uncompared = new TreeSet<>();

  /** Processes without a thread: their steps are made by whoever is at the access. */
  final Set<Object> anybodys = new LinkedHashSet<>();

  /** The lines that a replay or a run has used. */
  final Set<Row> used = new LinkedHashSet<>();

  private final Map<Access, List<Row>> byAccess = new HashMap<>();
  private final Map<Integer, List<Row>> byEdge = new HashMap<>();

  private AccessTable(String module) {
    this.module = module;
  }

  /** Reads the table of a module. */
  static AccessTable read(Path directory, String module) throws IOException {
    AccessTable table = new AccessTable(module);
    String kind = "";
    for (String line : Files.readAllLines(directory.resolve(module + ".md"))) {
      if (!line.startsWith("|")) {
        kind = "";
        continue;
      }
      List<String> cells = cells(line);
      if (kind.isEmpty()) {
        kind = cells.get(0);
      } else if (!cells.get(0).startsWith("--")) {
        table.add(kind, cells, line);
      }
    }
    return table;
  }

  /** The cells of a line of a Markdown table, without code marks. */
  static List<String> cells(String line) {
    String inner = line.strip();
    inner = inner.substring(1, inner.length() - 1);
    List<String> cells = new ArrayList<>();
    for (String cell : inner.split("\\|", -1)) {
      cells.add(cell.replace("`", "").strip());
    }
    return cells;
  }

  private void add(String kind, List<String> cells, String line) {
    switch (kind) {
      case "label" -> {
        requireColumns(cells, 5, line);
        boolean byAnybody = cells.get(0).endsWith(ANYBODY);
        String[] step = cells.get(0).replace(ANYBODY, "").split(" if ", 2);
        String condition = step.length == 2 ? step[1] : "";
        String[] way = step[0].split(" -> ", 2);
        String target = way.length == 2 ? way[1] : "";
        String remark = cells.get(4);
        boolean unreached = remark.startsWith("only a mutant") || remark.startsWith("not mirrored");
        rows.add(
            new Row(
                way[0],
                target,
                condition,
                cells.get(1),
                cells.get(2),
                cells.get(3),
                byAnybody,
                unreached));
        if (cells.get(1).equals(NONE) && cells.get(4).isEmpty()) {
          throw new IllegalArgumentException(module + ": no reason why no access: " + line);
        }
      }
      case "access" -> {
        requireColumns(cells, 4, line);
        rows.add(new Row("", "", "", cells.get(0), cells.get(1), cells.get(2), false, false));
        requireReason(cells.get(3), line);
      }
      case "variable" -> {
        requireColumns(cells, 2, line);
        uncompared.add(cells.get(0));
        requireReason(cells.get(1), line);
      }
      case "process" -> {
        requireColumns(cells, 2, line);
        anybodys.add(TlaValue.parse(cells.get(0)));
        requireReason(cells.get(1), line);
      }
      default -> {
        // Another table, for readers.
      }
    }
  }

  private void requireColumns(List<String> cells, int n, String line) {
    if (cells.size() != n) {
      throw new IllegalArgumentException(module + ": " + n + " columns expected: " + line);
    }
  }

  private void requireReason(String reason, String line) {
    if (reason.isEmpty()) {
      throw new IllegalArgumentException(module + ": a reason is missing: " + line);
    }
  }

  /** The lines about a step of the model: those that say most take the place of the others. */
  List<Row> of(Edge e) {
    return byEdge.computeIfAbsent(
        e.number(),
        k -> {
          List<Row> all = rows.stream().filter(r -> r.appliesTo(e)).toList();
          int most = all.stream().mapToInt(Row::restrictions).max().orElse(0);
          return all.stream().filter(r -> r.restrictions() == most).toList();
        });
  }

  /** The line by which a step of the model is this access, or null. */
  Row match(Edge e, Access a) {
    for (Row r : of(e)) {
      if (r.matches(a)) {
        return r;
      }
    }
    return null;
  }

  /** The line by which a step of the model is no access, or null. */
  Row silent(Edge e) {
    for (Row r : of(e)) {
      if (r.isSilent()) {
        return r;
      }
    }
    return null;
  }

  private List<Row> matching(Access a) {
    return byAccess.computeIfAbsent(a, k -> rows.stream().filter(r -> r.matches(k)).toList());
  }

  /** The line by which the module abstracts from this access, or null. */
  Row hidden(Access a) {
    for (Row r : matching(a)) {
      if (r.label.isEmpty()) {
        return r;
      }
    }
    return a.plain() && !hasLabel(a) ? PLAIN : null;
  }

  /** Whether some label stands for this access. */
  boolean hasLabel(Access a) {
    return matching(a).stream().anyMatch(r -> !r.label.isEmpty());
  }

  /** Whether labels stand for plain accesses. */
  boolean hasPlainAccesses() {
    return rows.stream().anyMatch(r -> !r.label.isEmpty() && r.site.contains(" plain "));
  }

  /** The obligations that the comments of a module's labels name. */
  static List<String> obligations(Path tla) throws IOException {
    return LABEL
        .matcher(Files.readString(tla).split("BEGIN TRANSLATION")[0])
        .results()
        .flatMap(m -> OBLIGATION_ID.matcher(m.group()).results())
        .map(m -> m.group())
        .distinct()
        .sorted()
        .toList();
  }

  /** Labels of the module's translation. */
  static Set<String> labels(Path tla) throws IOException {
    return ACTION
        .matcher(Files.readString(tla))
        .results()
        .map(m -> m.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
