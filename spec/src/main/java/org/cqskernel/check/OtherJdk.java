// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command again, in a JVM of another JDK. */
final class OtherJdk {
  private OtherJdk() {}

  private static Path java(Path home) {
    return home.resolve("bin").resolve("java");
  }

  static boolean isOne(Path home) {
    return Files.isExecutable(java(home));
  }

  /** Its exit code. */
  static int run(Path home, List<String> args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java(home).toString());
    command.add("--add-exports");
    command.add("java.base/jdk.internal.vm=ALL-UNNAMED"); // Continuations.
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals("--jdk")) {
        i++;
      } else if (!args.get(i).startsWith("--jdk=")) {
        command.add(args.get(i));
      }
    }
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
