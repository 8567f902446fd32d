// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.node.BulletList;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Reads {@code spec/obligations/*.md}.
 *
 * <p>Each file is a group: a heading {@code # ARR: title}, an introduction, and for each obligation
 * a heading {@code ### ARR-5 title}, a list of {@code key: value} lines and paragraphs, of which
 * one begins with {@code Claim:} and others with {@code Note:}. Files without a group heading, such
 * as a README, are no part of the catalogue.
 */
public final class CatalogueReader {
  /** Where the files lie, relative to the project's root. */
  public static final String DIRECTORY = "spec/obligations";

  /** From the bottom of the code to its top. */
  private static final List<String> ORDER =
      List.of(
          "ARR", "ITER", "RALL", "BC", "CB", "CQS", "PR", "COND", "SEM", "SYNC", "POOL", "RUN",
          "DOM", "MEM");

  private final Parser parser =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private CatalogueReader() {}

  /** Reads the catalogue below the project's root. */
  public static Catalogue read(Path root) throws IOException {
    CatalogueReader reader = new CatalogueReader();
    List<Group> groups = new ArrayList<>();
    Path directory = root.resolve(DIRECTORY);
    if (!Files.isDirectory(directory)) {
      return new Catalogue(List.of(), List.of(DIRECTORY + ": no such folder"));
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        Group group = reader.group(DIRECTORY + "/" + file.getFileName(), Files.readString(file));
        if (group != null) {
          groups.add(group);
        }
      }
    }
    groups.sort(Comparator.comparingInt(CatalogueReader::rank).thenComparing(Group::name));
    return new Catalogue(List.copyOf(groups), List.copyOf(reader.problems));
  }

  private static int rank(Group group) {
    int at = ORDER.indexOf(group.name());
    return at < 0 ? ORDER.size() : at;
  }

  private Group group(String file, String text) {
    List<String> lines = text.lines().toList();
    Group group = null;
    List<String> introduction = new ArrayList<>();
    List<Obligation> obligations = new ArrayList<>();
    EntryBuilder entry = null;
    for (Node n = parser.parse(text).getFirstChild(); n != null; n = n.getNext()) {
      String source = source(n, lines);
      if (n instanceof Heading heading && heading.getLevel() == 1) {
        String[] parts = source.replaceFirst("^#\\s+", "").split(":\\s*", 2);
        if (parts.length < 2 || !parts[0].matches("[A-Z]+")) {
          return null;
        }
        group = new Group(parts[0], parts[1].strip(), "", file, List.of());
      } else if (group == null) {
        return null;
      } else if (n instanceof Heading heading && heading.getLevel() == 3) {
        finish(entry, obligations);
        entry = new EntryBuilder(source, new Place(file, line(n)), group.name(), problems);
      } else if (n instanceof Heading) {
        finish(entry, obligations);
        entry = null;
      } else if (entry == null) {
        introduction.add(source);
      } else if (n instanceof BulletList && entry.wantsFields()) {
        for (Node item = n.getFirstChild(); item != null; item = item.getNext()) {
          entry.field(source(item, lines).replaceFirst("^[*+-]\\s+", ""), line(item));
        }
      } else {
        entry.text(source);
      }
    }
    finish(entry, obligations);
    return group == null
        ? null
        : new Group(
            group.name(),
            group.title(),
            String.join("\n\n", introduction),
            file,
            List.copyOf(obligations));
  }

  private void finish(EntryBuilder entry, List<Obligation> obligations) {
    Obligation o = entry == null ? null : entry.build();
    if (o != null) {
      if (!ids.add(o.id())) {
        problems.add(o.place() + ": " + o.id() + " is defined twice");
      }
      obligations.add(o);
    }
  }

  private static int line(Node n) {
    return n.getSourceSpans().get(0).getLineIndex() + 1;
  }

  private static String source(Node n, List<String> lines) {
    List<SourceSpan> spans = n.getSourceSpans();
    if (spans.isEmpty()) {
      return "";
    }
    int first = spans.get(0).getLineIndex();
    int last = spans.get(spans.size() - 1).getLineIndex();
    return String.join("\n", lines.subList(first, last + 1)).strip();
  }
}
