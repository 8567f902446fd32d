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
import org.cqskernel.evidence.catalogue.Place;
import org.cqskernel.evidence.sources.Citation.Where;

/**
 * Comments of the kernel, and {@code @obligation} tags: {@code @obligation ARR-5 r2 ARR-6}. An id
 * in a tag without a revision means revision 1.
 */
final class KernelCitations {
  private static final Pattern TAGGED = Pattern.compile("([A-Z]+-\\d+)(?:\\s+r(\\d+))?");

  private KernelCitations() {}

  static void collect(Sources out, Collection<String> groups) throws IOException {
    Pattern inText = Ids.inText(groups);
    for (Path file : out.files("kernel/src/main/java", ".java")) {
      List<String> lines = Files.readAllLines(file);
      boolean inJavadoc = false;
      boolean inTag = false;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        inJavadoc |= line.contains("/**");
        int tag = line.indexOf("@obligation");
        if (inJavadoc) {
          inTag = tag >= 0 || (inTag && !line.contains("@") && !line.contains("*/"));
        }
        Place place = out.place(file, i + 1);
        String text = tag >= 0 ? line.substring(tag) : line;
        for (Matcher m = (inTag ? TAGGED : inText).matcher(text); m.find(); ) {
          int revision = m.group(2) == null ? (inTag ? 1 : 0) : Integer.parseInt(m.group(2));
          Where where = inTag ? Where.TAG : inJavadoc ? Where.JAVADOC : Where.LINE;
          out.cite(m.group(1), revision, where, place);
        }
        if (line.contains("*/")) {
          inJavadoc = false;
          inTag = false;
        }
      }
    }
  }
}
