// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.io.IOException;
import java.util.List;
import org.cqskernel.explorer.Progress;

/** One thing to check: a scenario, a configuration of TLC, and so on. */
public interface Check {
  /** What kind of check it is: the first column of the table. */
  String part();

  /** Which one: unique within the part. */
  String name();

  /** What it is about. */
  String structure();

  /** The structures that it says something about: those for which {@code --structure} runs it. */
  default List<String> structures() {
    return List.of(structure());
  }

  /** How many seconds it takes, roughly: the longest begin first, and progress is told by it. */
  default double weight() {
    return 1;
  }

  /**
   * Checks.
   *
   * @param listener hears how it goes on, if that can be told
   */
  Row run(Progress.Listener listener) throws IOException, InterruptedException;
}
