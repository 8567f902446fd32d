// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cqskernel.evidence.catalogue.EvidenceKind;

/** Numbers in the project's README that a program can count. */
public final class CountsInTexts {
  /** Relative to the project's root. */
  public static final String FILE = "README.md";

  /** The text around a number, which is the first group, and what it counts. */
  private record Count(Pattern text, EvidenceKind kind) {}

  private static final List<Count> COUNTS =
      List.of(
          new Count(Pattern.compile("(\\d+) faults are put into the kernel"), EvidenceKind.MUTANT),
          new Count(Pattern.compile("(\\d+) bugs of the past"), EvidenceKind.REGRESSION));

  private CountsInTexts() {}

  /** Empty if each text is there with the right number, or if there is no such file. */
  static List<String> differences(Path root, Traceability trace) throws IOException {
    List<String> faults = new ArrayList<>();
    Path file = root.resolve(FILE);
    if (Files.exists(file)) {
      String text = Files.readString(file);
      for (Count count : COUNTS) {
        Matcher m = count.text.matcher(text);
        if (!m.find()) {
          faults.add(FILE + ": no text of the form " + count.text);
        } else if (Long.parseLong(m.group(1)) != number(trace, count)) {
          faults.add(FILE + ": " + m.group() + ", and there are " + number(trace, count));
        }
      }
    }
    return faults;
  }

  /** Writes the right numbers into the text. */
  public static void update(Path root, Traceability trace) throws IOException {
    Path file = root.resolve(FILE);
    String text = Files.readString(file);
    for (Count count : COUNTS) {
      Matcher m = count.text.matcher(text);
      if (m.find()) {
        text = text.substring(0, m.start(1)) + number(trace, count) + text.substring(m.end(1));
      }
    }
    Files.writeString(file, text);
  }

  private static long number(Traceability trace, Count count) {
    return trace.sources().checks().stream().filter(c -> c.kind() == count.kind).count();
  }
}
