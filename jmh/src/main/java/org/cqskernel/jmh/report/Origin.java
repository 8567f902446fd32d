// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is measured, and on what: noted with each measurement. */
final class Origin {
  private static final Path SOURCES = Path.of("kernel/src/main/java");
  private static final int DIGITS = 16;
  private static final long PATIENCE = 10;

  private Origin() {}

  /** By name: the kernel's sources, the commit, the date, the processor. */
  static Map<String, String> now() throws IOException, InterruptedException {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("kernel", kernel());
    origin.put("commit", commit());
    origin.put("date", LocalDate.now().toString());
    origin.put("processor", processor());
    return origin;
  }

  /** Computed as the module spec does it, so that results can be held against other records. */
  static String kernel() throws IOException {
    if (!Files.isDirectory(SOURCES)) {
      return "not known";
    }
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(SOURCES)) {
      found
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> files.put(SOURCES.relativize(file).toString().replace('\\', '/'), file));
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

  /** Whether the kernel's sources have changed since the jar was built that is measured. */
  static boolean isStale() throws IOException {
    Path jar = Path.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)[0]);
    if (!Files.isRegularFile(jar) || !Files.isDirectory(SOURCES)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> isNewer(file, jar));
    }
  }

  private static boolean isNewer(Path file, Path than) {
    try {
      return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commit() throws InterruptedException {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "--short=12", "HEAD").start();
      String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(PATIENCE, TimeUnit.SECONDS) && git.exitValue() == 0
          ? answer.strip()
          : "not known";
    } catch (IOException e) {
      return "not known";
    }
  }

  private static String processor() throws IOException {
    String count = Runtime.getRuntime().availableProcessors() + " x ";
    Path cpuinfo = Path.of("/proc/cpuinfo");
    if (Files.exists(cpuinfo)) {
      Matcher model = Pattern.compile("model name\\s*: (.*)").matcher(Files.readString(cpuinfo));
      if (model.find()) {
        return count + model.group(1);
      }
    }
    return count + System.getProperty("os.arch");
  }
}
