// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Place;
import org.cqskernel.evidence.sources.Check.Role;
import org.cqskernel.mutants.Claim;

/**
 * Faults as patches: {@code ARR-5-unconditional-increment.patch}, and the checks that claim to find
 * them, in {@code claims.csv}.
 */
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
    claims(out, folder);
  }

  private static void claims(Sources out, String folder) throws IOException {
    Path file = out.root().resolve(folder).resolve(Claim.FILE);
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    for (int i = 0; i < lines.size(); i++) {
      String[] f = lines.get(i).split(",", 4);
      if (f.length < 4 || lines.get(i).startsWith("#")) {
        continue; // Claim reports what is not a claim.
      }
      Place place = out.place(file, i + 1);
      if (!Files.exists(file.resolveSibling(f[0].strip() + ".patch"))) {
        out.dangles(place, "there is no patch " + f[0].strip());
      }
      EvidenceKind.of(f[2].strip()).ifPresent(kind -> out.name(kind, f[3].strip(), place));
    }
  }
}
