// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cqskernel.evidence.catalogue.Place;

/**
 * Evidence that is known to be missing: a line {@code id,kind,reason} of {@code gaps.csv}.
 *
 * @param kind the word of a kind of evidence
 */
public record Gap(String id, String kind, String reason, Place place) {
  /** Relative to the project's root. */
  public static final String FILE = "spec/obligations/gaps.csv";

  /** Takes out of the list what has been closed. Nothing is ever put in by a program. */
  public static void removeClosed(Path root, Traceability trace) throws IOException {
    List<Integer> closed = new ArrayList<>();
    trace.gaps().stream().filter(trace::isClosed).forEach(g -> closed.add(g.place().line()));
    Path file = root.resolve(FILE);
    if (!closed.isEmpty()) {
      List<String> kept = new ArrayList<>();
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (!closed.contains(i + 1)) {
          kept.add(lines.get(i));
        }
      }
      Files.write(file, kept);
    }
  }

  /** Reads the list; a line that is not one counts as a problem. No file: no gaps. */
  public static List<Gap> read(Path root, List<String> problems) throws IOException {
    List<Gap> gaps = new ArrayList<>();
    Path file = root.resolve(FILE);
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String[] f = line.split(",", 3);
      if (line.isBlank() || line.startsWith("#") || line.equals("id,kind,reason")) {
        continue;
      }
      if (f.length != 3 || f[2].isBlank()) {
        problems.add(FILE + ":" + (i + 1) + ": id,kind,reason expected: " + line);
      } else {
        gaps.add(new Gap(f[0].strip(), f[1].strip(), f[2].strip(), new Place(FILE, i + 1)));
      }
    }
    return gaps;
  }
}
