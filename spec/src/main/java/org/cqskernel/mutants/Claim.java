// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a claims file: {@code mutant,obligation,kind,text}.
 *
 * @param mutant the name of the patch, without its ending
 * @param obligation the id of the obligation that the fault breaks
 * @param kind the kind of check that claims to find it, or why none does
 * @param text the check's name, or the reason
 */
public record Claim(String mutant, String obligation, Kind kind, String text) {
  /** The name of the claims file in a directory of patches. */
  public static final String FILE = "claims.csv";

  /**
   * All claims of a directory, in the order of the file. Empty lines and those that begin with #
   * are skipped; the text may contain commas.
   *
   * @throws IllegalArgumentException if a line is not of the form above
   */
  public static List<Claim> in(Path directory) throws IOException {
    List<Claim> claims = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(FILE))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split(",", 4);
      if (parts.length < 4) {
        throw new IllegalArgumentException("not mutant,obligation,kind,text: " + line);
      }
      claims.add(
          new Claim(
              parts[0].strip(), parts[1].strip(), Kind.of(parts[2].strip()), parts[3].strip()));
    }
    return claims;
  }
}
