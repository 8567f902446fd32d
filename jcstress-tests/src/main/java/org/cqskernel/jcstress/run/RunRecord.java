// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * A run, for the evidence report: when and on what, and what each face has shown.
 *
 * @param profile {@code default} or {@code deep}
 * @param bound how long each face is sampled
 * @param load of the last minute of the run: how many threads wanted a processor
 */
record RunRecord(
    String date,
    String profile,
    String bound,
    String jdk,
    String machine,
    double load,
    long seconds,
    List<Verdict> results) {

  RunRecord(String profile, String bound, long seconds, List<Verdict> results) {
    this(
        LocalDate.now().toString(),
        profile,
        bound,
        System.getProperty("java.version"),
        System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors, "
            + processor(),
        Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() * 10) / 10.0,
        seconds,
        results);
  }

  void write(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(file, json.writeValueAsString(this) + "\n");
  }

  static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    try {
      return Files.readAllLines(info).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("processor unknown");
    } catch (IOException e) {
      return "processor unknown";
    }
  }
}
