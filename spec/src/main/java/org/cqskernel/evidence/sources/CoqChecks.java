// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
 * Lemmas: those whose name begins with an id, and those that {@code map.md} names for an obligation
 * whose status there begins with <i>proved</i>. A lemma says nothing for an obligation that {@code
 * map.md} calls <i>part</i> or not claimed, whatever its name.
 */
final class CoqChecks {
  private static final String MODULE = "proofs-notes";
  private static final Pattern STATEMENT =
      Pattern.compile(
          "^\\s*(?:Global |Local |#\\[.*?] *)?(Lemma|Theorem|Corollary|Proposition|Fact|Definition"
              + "|Fixpoint|Inductive|Record|Class|Instance|Notation)\\s+\"?([\\w']+)");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*)\\.([\\w']+)`");

  /** How the checks of the Java are called in the column of mirrors. */
  private static final Pattern MIRROR =
      Pattern.compile("\\b([A-Z]+_\\d\\d_\\w+|[A-Z]\\w*(?:Test|Scenarios|Pairs))\\b");

  private static final Pattern GAP = Pattern.compile("\\bG-\\d+\\b");

  private CoqChecks() {}

  static void collect(Sources out) throws IOException {
    Map<String, Place> statements = new LinkedHashMap<>();
    Map<String, Set<String>> lemmas = new LinkedHashMap<>();
    for (Path file : out.files(MODULE + "/coq", ".v")) {
      String module = file.getFileName().toString().replaceFirst("\\.v$", "");
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher m = STATEMENT.matcher(lines.get(i));
        if (m.find()) {
          String name = module + "." + m.group(2);
          statements.putIfAbsent(name, out.place(file, i + 1));
          Set<String> ids = Ids.ofName(m.group(2));
          if (!ids.isEmpty()) {
            lemmas.put(name, ids);
          }
        }
      }
    }
    map(out, statements, lemmas);
    lemmas.forEach(
        (name, ids) ->
            out.add(
                new Check(
                    EvidenceKind.COQ,
                    name,
                    "",
                    Role.HOLDS,
                    ids,
                    false,
                    "any number of threads, in the model",
                    MODULE,
                    statements.get(name))));
  }

  private static void map(
      Sources out, Map<String, Place> statements, Map<String, Set<String>> lemmas)
      throws IOException {
    Path map = out.root().resolve(MODULE + "/map.md");
    if (!Files.exists(map)) {
      return;
    }
    Set<String> classes = new HashSet<>();
    for (Path file : out.testFiles()) {
      classes.add(file.getFileName().toString().replaceFirst("\\.java$", ""));
    }
    List<String> lines = Files.readAllLines(map);
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\\|");
      if (cells.length < 5 || Ids.ofList(cells[1]).isEmpty()) {
        continue;
      }
      for (Matcher m = GAP.matcher(lines.get(i)); m.find(); ) {
        Ids.ofList(cells[1]).forEach(id -> out.gapOfProof(id, m.group()));
      }
      if (cells.length > 6) {
        for (Matcher m = MIRROR.matcher(cells[4]); m.find(); ) {
          if (!classes.contains(m.group(1))) {
            out.dangles(out.place(map, i + 1), "there is no mirror " + m.group(1));
          }
        }
      }
      boolean proved = cells[3].strip().matches("proved\\b(?!-elsewhere).*");
      for (Matcher m = NAMED.matcher(cells[2]); m.find(); ) {
        String name = m.group(1) + "." + m.group(2);
        if (!statements.containsKey(name)) {
          out.dangles(out.place(map, i + 1), "there is no lemma " + name);
        } else if (proved) {
          lemmas.computeIfAbsent(name, n -> new TreeSet<>()).addAll(Ids.ofList(cells[1]));
        }
      }
      if (!proved) {
        Set<String> ids = new TreeSet<>(Ids.ofList(cells[1]));
        lemmas.values().forEach(of -> of.removeAll(ids));
      }
    }
    lemmas.values().removeIf(Set::isEmpty);
  }
}
