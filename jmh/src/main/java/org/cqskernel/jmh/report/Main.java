// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command: {@code java -cp jmh/target/benchmarks.jar org.cqskernel.jmh.report.Main}. */
@Command(
    name = "report.Main",
    description = "Measures the kernel beside its peers, and reports.",
    subcommands = {MeasureCommand.class, ReportCommand.class, HelpCommand.class})
public final class Main {
  private Main() {}

  /**
   * Runs a subcommand.
   *
   * @param args see {@code help}
   */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
