// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cqskernel.evidence.sources.Citation.Where;

/** Ids in the running text of everything but the kernel: tests, models, proofs and documents. */
final class TextCitations {
  private static final List<String> FOLDERS =
      List.of("kernel/src/test", "spec", "lincheck-tests", "jcstress-tests", "jmh", "proofs-notes");
  private static final Pattern TLA_DEFINITION = Pattern.compile("(?m)^\\s*([A-Z]+_\\d+_\\w+) *==");

  private TextCitations() {}

  static void collect(Sources out, Collection<String> groups) throws IOException {
    Pattern inText = Ids.inText(groups);
    for (String folder : FOLDERS) {
      for (Path file : out.files(folder, ".java", ".md", ".tla", ".csv", ".v", ".txt")) {
        // This package and its tests have examples of ids, some of them wrong on purpose.
        if (!out.place(file, 1).file().matches("spec/src/\\w+/java/org/cqskernel/evidence/.*")) {
          collect(out, file, inText);
        }
      }
    }
    for (Path file : out.files("", ".md")) {
      if (out.root().equals(file.getParent())) {
        collect(out, file, inText);
      }
    }
  }

  private static void collect(Sources out, Path file, Pattern inText) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      for (Matcher m = inText.matcher(lines.get(i)); m.find(); ) {
        int revision = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
        out.cite(m.group(1), revision, Where.OTHER, out.place(file, i + 1));
      }
      Matcher definition = TLA_DEFINITION.matcher(lines.get(i));
      if (file.toString().endsWith(".tla") && definition.find()) {
        for (String id : Ids.ofName(definition.group(1))) {
          out.cite(id, 0, Where.OTHER, out.place(file, i + 1));
        }
      }
    }
  }
}
