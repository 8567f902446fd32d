// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cqskernel.evidence.report.Evidence.Excerpt;
import org.cqskernel.evidence.sources.Citation;
import org.cqskernel.evidence.sources.Citation.Where;

/** Cuts the lines around citations out of the kernel's sources. */
final class Excerpts {
  private static final int BEFORE = 2;
  private static final int AFTER = 4;
  private static final int AT_MOST = 5;

  private final Path root;
  private final Map<String, List<String>> files = new HashMap<>();

  Excerpts(Path root) {
    this.root = root;
  }

  /** Lines beside code come first, then Javadoc; overlapping pieces of a file become one. */
  List<Excerpt> of(List<Citation> citations) throws IOException {
    boolean hasLines = citations.stream().anyMatch(c -> c.where() == Where.LINE);
    Map<String, TreeSet<Integer>> cited = new TreeMap<>();
    for (Citation c : citations) {
      if (hasLines ? c.where() == Where.LINE : c.where().isCode()) {
        cited.computeIfAbsent(c.place().file(), f -> new TreeSet<>()).add(c.place().line());
      }
    }
    List<Excerpt> excerpts = new ArrayList<>();
    for (Map.Entry<String, TreeSet<Integer>> file : cited.entrySet()) {
      excerpts.addAll(pieces(file.getKey(), file.getValue()));
    }
    return excerpts.size() > AT_MOST ? List.copyOf(excerpts.subList(0, AT_MOST)) : excerpts;
  }

  private List<Excerpt> pieces(String file, TreeSet<Integer> cited) throws IOException {
    List<String> lines = lines(file);
    TreeSet<Integer> shown = new TreeSet<>();
    for (int line : cited) {
      int last = Math.min(lines.size(), Math.max(line, endOfJavadoc(lines, line)) + AFTER);
      int first = Math.max(1, line - BEFORE);
      for (int i = first; i <= last; i++) {
        // From a tag in a long comment to the declaration below it.
        if (i <= line + BEFORE || i > last - AFTER) {
          shown.add(i);
        }
      }
    }
    List<Excerpt> pieces = new ArrayList<>();
    List<Excerpt.Line> piece = new ArrayList<>();
    for (int i : shown) {
      if (!piece.isEmpty() && piece.get(piece.size() - 1).number() != i - 1) {
        pieces.add(new Excerpt(file, piece.get(0).number(), List.copyOf(piece)));
        piece.clear();
      }
      piece.add(new Excerpt.Line(i, lines.get(i - 1), cited.contains(i)));
    }
    if (!piece.isEmpty()) {
      pieces.add(new Excerpt(file, piece.get(0).number(), List.copyOf(piece)));
    }
    return pieces;
  }

  /** The line of the end of the Javadoc comment that a line is in, or 0. */
  private static int endOfJavadoc(List<String> lines, int line) {
    if (!lines.get(line - 1).strip().matches("(\\*|/\\*\\*).*")) {
      return 0;
    }
    int end = line;
    while (end < lines.size() && !lines.get(end - 1).contains("*/")) {
      end++;
    }
    return end;
  }

  private List<String> lines(String file) throws IOException {
    List<String> lines = files.get(file);
    if (lines == null) {
      lines = Files.readAllLines(root.resolve(file));
      files.put(file, lines);
    }
    return lines;
  }
}
