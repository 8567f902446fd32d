// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Place;
import org.cqskernel.evidence.sources.Check.Role;

/**
 * Runs of TLC, as {@code configurations.csv} lists them. A property speaks for the ids with which
 * its name begins, and for those in a comment of the form {@code \* ARR-21, BC-9} on the line of
 * its definition or on the line before.
 */
final class TlaChecks {
  private static final String DIRECTORY = "spec/src/main/tla";
  private static final String TABLE = "configurations.csv";
  private static final Pattern DEFINITION = Pattern.compile("^\\s*([A-Z][A-Za-z]*_\\w+) *==");
  private static final Pattern COMMENT =
      Pattern.compile("\\\\\\* *((?:[A-Z]+-\\d+)(?:(?:,| to| and) *[A-Z]+-\\d+)*)");
  private static final Pattern KEYWORD =
      Pattern.compile("[A-Z_]*(?:SPECIFICATION|CONST\\w*|CONSTRAINTS?|SYMMETRY|VIEW|INIT|NEXT)");

  private final Sources out;
  private final Map<String, Map<String, Set<String>>> properties = new HashMap<>();
  private final Map<String, String> descriptions = new HashMap<>();

  private TlaChecks(Sources out) {
    this.out = out;
  }

  static void collect(Sources out) throws IOException {
    if (Files.exists(out.root().resolve(DIRECTORY).resolve(TABLE))) {
      TlaChecks checks = new TlaChecks(out);
      checks.readModules();
      checks.readDescriptions();
      checks.readTable();
    }
  }

  private void readModules() throws IOException {
    for (Path file : out.files(DIRECTORY, ".tla")) {
      Map<String, Set<String>> found = new HashMap<>();
      String before = "";
      for (String line : Files.readAllLines(file)) {
        Matcher m = DEFINITION.matcher(line);
        if (m.find()) {
          Set<String> ids = Ids.ofName(m.group(1));
          for (String text : List.of(line, before.strip().startsWith("\\*") ? before : "")) {
            Matcher comment = COMMENT.matcher(text);
            if (comment.find()) {
              ids.addAll(Ids.ofList(comment.group(1)));
            }
          }
          found.put(m.group(1), ids);
        }
        before = line;
      }
      properties.put(file.getFileName().toString().replaceFirst("\\.tla$", ""), found);
    }
  }

  /** The third column of the table of configurations in {@code spec/README.md}. */
  private void readDescriptions() throws IOException {
    Path readme = out.root().resolve("spec/README.md");
    if (Files.exists(readme)) {
      Pattern row = Pattern.compile("\\| \\w+ \\| `([\\w-]+)` \\| ([^|]+) \\|.*");
      for (String line : Files.readAllLines(readme)) {
        Matcher m = row.matcher(line);
        if (m.matches()) {
          descriptions.putIfAbsent(m.group(1), m.group(2).strip());
        }
      }
    }
  }

  private void readTable() throws IOException {
    Path table = out.root().resolve(DIRECTORY).resolve(TABLE);
    List<String> lines = Files.readAllLines(table);
    boolean header = true;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
        continue;
      }
      String[] f = lines.get(i).split(",");
      if (header || f.length < 7) {
        header = false;
        continue;
      }
      Place place = out.place(table, i + 1);
      Path cfg = out.root().resolve(DIRECTORY).resolve(f[1] + ".cfg");
      if (!properties.containsKey(f[0])) {
        out.dangles(place, "there is no module " + f[0]);
      } else if (!Files.exists(cfg)) {
        out.dangles(place, "there is no configuration " + f[1] + ".cfg");
      } else {
        out.add(check(f, cfg, place));
      }
    }
  }

  private Check check(String[] f, Path cfg, Place place) throws IOException {
    Map<String, Set<String>> known = properties.get(f[0]);
    List<String> checked = new ArrayList<>();
    String constants = readConfiguration(cfg, checked);
    boolean bug = !f[2].equals("none");
    boolean holds = f[3].equals("0");
    Set<String> ids = new TreeSet<>();
    boolean one = f.length > 7;
    List<String> speaking = one ? List.of(f[7]) : holds ? checked : List.of(f[6].split("\\s+"));
    for (String name : speaking) {
      ids.addAll(known.getOrDefault(name, Ids.ofName(name)));
      if (!known.containsKey(name) && !Ids.ofName(name).isEmpty()) {
        out.dangles(place, "module " + f[0] + " defines no " + name);
      }
    }
    String what = descriptions.getOrDefault(f[1], f[1]);
    return new Check(
        EvidenceKind.TLA,
        f[1] + (bug ? "+" + f[2] : "") + (one ? "@" + f[7] : ""),
        bug ? "fault in the model: " + f[2].replace('-', ' ') : what,
        bug ? Role.FAILS_ON_FAULT : holds ? Role.HOLDS : Role.COUNTEREXAMPLE,
        ids,
        f[5].equals("default"),
        constants,
        "spec",
        place);
  }

  /** Adds the names of invariants and properties to the list and returns the constants. */
  private static String readConfiguration(Path cfg, List<String> checked) throws IOException {
    List<String> constants = new ArrayList<>();
    String section = "";
    for (String line : Files.readAllLines(cfg)) {
      String text = line.replaceFirst("\\\\\\*.*", "").strip();
      String first = text.split("\\s+", 2)[0];
      if (first.matches("INVARIANTS?|PROPERT(Y|IES)") || KEYWORD.matcher(first).matches()) {
        section = first;
        text = text.substring(first.length()).strip();
      }
      if (text.isEmpty()) {
        continue;
      }
      if (section.startsWith("INV") || section.startsWith("PROP")) {
        checked.addAll(List.of(text.split("[\\s,]+")));
      } else if (section.startsWith("CONSTANT") && !text.startsWith("Bug")) {
        constants.add(text);
      }
    }
    return String.join("; ", constants);
  }
}
