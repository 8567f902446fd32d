// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Says whether a recorded result is about the kernel as it is. */
public final class KernelHash {
  private static final int DIGITS = 16;

  private KernelHash() {}

  /**
   * The first 16 hexadecimal digits of the SHA-256 of the kernel's sources: for each file, by
   * relative path, the path, NUL, its content with LF at the ends of lines, NUL.
   *
   * @param root the project's root
   */
  public static String of(Path root) throws IOException {
    Path sources = root.resolve("kernel/src/main/java");
    TreeMap<String, Path> byPath = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .filter(f -> f.toString().endsWith(".java"))
          .forEach(f -> byPath.put(sources.relativize(f).toString().replace('\\', '/'), f));
    }
    MessageDigest digest = sha256();
    for (var entry : byPath.entrySet()) {
      digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      String content = Files.readString(entry.getValue()).replace("\r\n", "\n");
      digest.update(content.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
