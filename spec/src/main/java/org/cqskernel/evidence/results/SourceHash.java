// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Names a state of some sources, so that a recorded result can be told from a stale one. */
public final class SourceHash {
  private static final int DIGITS = 16;

  private SourceHash() {}

  /** The hash of the kernel's sources. */
  public static String ofKernel(Path root) throws IOException {
    return of(root.resolve("kernel/src/main/java"), ".java");
  }

  /** The hash of the Coq sources. */
  public static String ofProofs(Path root) throws IOException {
    return of(root.resolve("proofs-notes/coq"), ".v");
  }

  /**
   * SHA-256 over the files sorted by relative path: path, NUL, content with LF, NUL; the first 16
   * hexadecimal digits.
   */
  static String of(Path folder, String ending) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.walk(folder)) {
        found
            .filter(f -> Files.isRegularFile(f) && f.toString().endsWith(ending))
            .forEach(f -> files.put(folder.relativize(f).toString().replace('\\', '/'), f));
      }
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, Path> file : files.entrySet()) {
        digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        String text = Files.readString(file.getValue()).replace("\r\n", "\n");
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
