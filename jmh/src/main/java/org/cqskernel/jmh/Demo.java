// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** A program that measures what does not fit into the harness: large, or done only once. */
abstract class Demo implements Callable<Integer> {

  @Option(names = "--json", paramLabel = "FILE", description = "write the figures there as well")
  private Path json;

  @Option(names = "--quick", description = "fewer and smaller cases")
  boolean quick;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "print this")
  private boolean help;

  final Results results = new Results(getClass());

  /**
   * Measures, and adds to {@link #results}.
   *
   * @throws Exception if it cannot
   */
  abstract void measure() throws Exception;

  @Override
  public final Integer call() throws Exception {
    System.out.printf("%s; JDK %s%n%n", describe(), Runtime.version());
    if (json != null) {
      results.saveTo(json);
    }
    measure();
    return 0;
  }

  private String describe() {
    return String.join(" ", new CommandLine(this).getCommandSpec().usageMessage().description());
  }

  /** To be called by main. Ends the process, in which threads may still wait. */
  final void run(String... args) {
    System.exit(new CommandLine(this).execute(args));
  }
}
