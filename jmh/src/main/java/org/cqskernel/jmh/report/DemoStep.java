// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in a process of its own. */
final class DemoStep implements Step {
  private final String type;
  private final List<String> command = new ArrayList<>();

  DemoStep(String type, boolean quick, String... jvmArgs) {
    this.type = type;
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmArgs));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.cqskernel.jmh." + type);
    if (quick) {
      command.add("--quick");
    }
  }

  /** The program begins nothing new after so many seconds. */
  DemoStep limited(int seconds) {
    command.addAll(List.of("--seconds", "" + seconds));
    return this;
  }

  @Override
  public String name() {
    return type;
  }

  @Override
  public boolean run(Path results, Path log, long seconds)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--json", results.toString()));
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(); // What it has found so far is in its results.
      return false;
    }
    return process.exitValue() == 0;
  }
}
