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
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of accesses in README.md has every volatile field and every VarHandle of the kernel,
 * and every kind of access that is made through one.
 */
class AccessTableTest {
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|record) (\\w+)");
  private static final Pattern VOLATILE =
      Pattern.compile(
          "^\\s*(?:private |protected |public )?(?:static )?volatile [^=;(]* (\\w+)[ ;=]");
  private static final Pattern FIELD =
      Pattern.compile(
          "(\\w+)\\s*=\\s*[\\w.()\\s]*?findVarHandle\\(\\s*(\\w+)\\.class,\\s*\"(\\w+)\"");
  private static final Pattern ARRAY =
      Pattern.compile("(\\w+)\\s*=\\s*\\S*arrayElementVarHandle\\(");

  /** For each field, such as {@code Segment.next}, the text of its rows. */
  private static Map<String, String> rows(List<String> readme) {
    Map<String, String> rows = new TreeMap<>();
    List<String> fields = List.of();
    for (String line : readme) {
      String[] cells = line.split("\\|", -1);
      if (!line.startsWith("|") || cells.length < 6) {
        fields = List.of();
        continue;
      }
      if (!cells[1].isBlank()) {
        fields = new ArrayList<>();
        for (Matcher m = Pattern.compile("`(\\w+\\.\\w+)`").matcher(cells[1]); m.find(); ) {
          fields.add(m.group(1));
        }
      }
      fields.forEach(field -> rows.merge(field, cells[3], (a, b) -> a + ";" + b));
    }
    return rows;
  }

  /** What the table must say of an access through a VarHandle. */
  private static String mode(String access) {
    return switch (access) {
      case "set", "get" -> "plain";
      case "setOpaque", "getOpaque" -> "opaque";
      case "setRelease" -> "release";
      default -> access;
    };
  }

  static List<String> faults(Map<String, String> rows, String file, String source) {
    List<String> faults = new ArrayList<>();
    String type = file;
    for (String line : source.split("\n")) {
      Matcher t = TYPE.matcher(line.strip().startsWith("*") ? "" : line.replaceAll("//.*", ""));
      type = t.find() ? t.group(1) : type;
      Matcher v = VOLATILE.matcher(line);
      if (v.find() && !rows.containsKey(type + "." + v.group(1))) {
        faults.add(type + "." + v.group(1) + " is volatile, and has no row");
      }
    }
    Map<String, String> handles = new TreeMap<>();
    for (Matcher m = FIELD.matcher(source); m.find(); ) {
      handles.put(m.group(1), m.group(2) + "." + m.group(3));
    }
    for (Matcher m = ARRAY.matcher(source); m.find(); ) {
      handles.put(m.group(1), file + "." + m.group(1));
    }
    handles.forEach((handle, field) -> faults.addAll(accesses(rows, source, handle, field)));
    for (DirectAccesses.Access a : DirectAccesses.of(source)) {
      if (rows.containsKey(a.field()) && !says(rows.get(a.field()), a.write())) {
        faults.add(a.field() + ": no row has the volatile " + a + " in " + a.method());
      }
    }
    return faults;
  }

  /** Whether a row says "vol", "vol read" or "vol store"; beside an RMW "vol" is its effect. */
  private static boolean says(String modes, boolean write) {
    for (String row : modes.split(";")) {
      List<String> words = Stream.of(row.split(",")).map(String::strip).toList();
      boolean rmw = row.matches(".*(compareAnd|getAnd|RMW).*");
      if (words.contains(write ? "vol store" : "vol read")
          || (!write && !rmw && words.contains("vol"))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> accesses(
      Map<String, String> rows, String source, String handle, String field) {
    List<String> faults = new ArrayList<>();
    String modes = rows.get(field);
    if (modes == null) {
      return List.of(field + " has a VarHandle, and no row");
    }
    Pattern call = Pattern.compile("\\b" + handle + "\\s*\\.\\s*(\\w+)\\(");
    for (Matcher m = call.matcher(source); m.find(); ) {
      String mode = mode(m.group(1));
      boolean said =
          modes.contains(mode) || (mode.matches("compareAnd.*|getAnd.*") && modes.contains("RMW"));
      if (!said) {
        faults.add(field + ": no row has the access " + m.group(1));
      }
    }
    return faults;
  }

  @Test
  void hasEveryAccess() throws IOException {
    Map<String, String> rows = rows(Files.readAllLines(Path.of("README.md")));
    List<String> faults = new ArrayList<>();
    int files = 0;
    try (Stream<Path> sources = Files.walk(Path.of("../kernel/src/main/java"))) {
      for (Path source : sources.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = source.getFileName().toString().replace(".java", "");
        faults.addAll(faults(rows, name, Files.readString(source)));
        files++;
      }
    }
    assertTrue(files > 30, files + " sources");
    assertEquals("", String.join("\n", faults));
  }

  /** The check fails on a field, a handle and an access that the table does not have. */
  @Test
  void reportsWhatIsMissing() {
    Map<String, String> rows =
        rows(List.of("| `Known.next` | append | compareAndExchange, vol | | |"));
    String source =
        """
        class Known {
          private volatile Known next;
          private volatile int extra;
          Known read() { return next; }
          void write(Known next) { this.next = next; }
          Known mine(Known next) { return next; }
          void m() { NEXT.setOpaque(this, null); NEXT.compareAndExchange(this, null, null); }
          static { NEXT = lookup.findVarHandle(Known.class, "next", Known.class);
            OTHER = lookup.findVarHandle(Known.class, "other", int.class); }
        }
        """;
    assertEquals(
        List.of(
            "Known.extra is volatile, and has no row",
            "Known.next: no row has the access setOpaque",
            "Known.other has a VarHandle, and no row",
            "Known.next: no row has the volatile read in read",
            "Known.next: no row has the volatile write in write"),
        faults(rows, "Known", source));
  }
}
