// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh.report;

import java.io.IOException;
import java.nio.file.Path;

/** One step of measuring. */
interface Step {

  /** What is run. */
  String name();

  /**
   * Runs it.
   *
   * @param results where to put them
   * @param log where to put what it prints
   * @param seconds how long it may take at most, if it can be stopped
   * @return whether it ended well
   * @throws IOException if it cannot be started
   * @throws InterruptedException if interrupted
   */
  boolean run(Path results, Path log, long seconds) throws IOException, InterruptedException;
}
