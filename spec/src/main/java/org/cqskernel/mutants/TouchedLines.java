// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which lines of the kernel's sources the faults of a directory change or leave out. */
public final class TouchedLines {
  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,\\d+)? .*");

  /** By the file's name: the lines, each with the faults. */
  private final Map<String, Map<Integer, Set<String>>> byFile = new TreeMap<>();

  private TouchedLines() {}

  /** Reads all patches of a directory; paths in them are relative to the root. */
  public static TouchedLines of(Path root, Path directory) throws IOException {
    TouchedLines touched = new TouchedLines();
    for (Mutant m : Mutant.in(directory)) {
      touched.read(root, m);
    }
    return touched;
  }

  /** The faults that touch a line. */
  public Set<String> at(String file, int line) {
    return byFile.getOrDefault(file, Map.of()).getOrDefault(line, Set.of());
  }

  private void read(Path root, Mutant mutant) throws IOException {
    Path file = null;
    List<String> source = List.of();
    List<String> hunk = new ArrayList<>();
    int begin = 0;
    for (String line : Files.readAllLines(mutant.file())) {
      Matcher m = HUNK.matcher(line);
      if (line.startsWith("--- a/") || m.matches()) {
        note(file, source, hunk, begin, mutant);
        hunk.clear();
      }
      if (line.startsWith("--- a/")) {
        file = root.resolve(line.substring("--- a/".length()).strip());
        source = Files.readAllLines(file);
      } else if (m.matches()) {
        begin = Integer.parseInt(m.group(1));
      } else if (begin > 0 && (line.startsWith(" ") || line.startsWith("-"))) {
        hunk.add(line);
      }
    }
    note(file, source, hunk, begin, mutant);
  }

  private void note(Path file, List<String> source, List<String> hunk, int begin, Mutant mutant) {
    if (hunk.isEmpty()) {
      return;
    }
    List<String> before = hunk.stream().map(l -> l.substring(1)).toList();
    int start = find(source, before, begin - 1);
    for (int i = 0; start >= 0 && i < hunk.size(); i++) {
      if (hunk.get(i).startsWith("-")) {
        byFile
            .computeIfAbsent(file.getFileName().toString(), f -> new TreeMap<>())
            .computeIfAbsent(start + i + 1, l -> new TreeSet<>())
            .add(mutant.name());
      }
    }
  }

  /** Where the lines stand, next to where they stood when the patch was made; -1 if nowhere. */
  private static int find(List<String> source, List<String> lines, int guess) {
    int best = -1;
    for (int i = 0; i + lines.size() <= source.size(); i++) {
      if (source.subList(i, i + lines.size()).equals(lines)
          && (best < 0 || Math.abs(i - guess) < Math.abs(best - guess))) {
        best = i;
      }
    }
    return best;
  }
}
