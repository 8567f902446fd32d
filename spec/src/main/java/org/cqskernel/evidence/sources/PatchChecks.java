// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Place;
import org.cqskernel.evidence.sources.Check.Role;

/** Faults as patches: {@code ARR-5-unconditional-increment.patch}. */
final class PatchChecks {
  private static final Pattern NAME = Pattern.compile("([A-Z]+-\\d+)-(.+)\\.patch");

  private PatchChecks() {}

  static void collect(Sources out, String folder, EvidenceKind kind) throws IOException {
    for (Path file : out.files(folder, ".patch")) {
      Place place = out.place(file, 1);
      String fileName = file.getFileName().toString();
      Matcher m = NAME.matcher(fileName);
      boolean matches = m.matches();
      out.add(
          new Check(
              kind,
              fileName.substring(0, fileName.length() - ".patch".length()),
              matches ? m.group(2).replace('-', ' ') : fileName,
              Role.HOLDS,
              matches ? Set.of(m.group(1)) : Set.of(),
              false,
              "",
              "spec",
              place));
    }
  }
}
