// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What this build was asked to do.
 *
 * @param started results older than this are of an earlier build
 * @param modules the folders of the Maven modules that take part
 * @param narrowed why not every check of the default set runs, such as {@code -DskipTests}
 * @param deep whether checks outside the default set must have a valid last run
 * @param mutants whether all mutants must have a valid result
 */
public record Build(
    Instant started, Set<String> modules, List<String> narrowed, boolean deep, boolean mutants) {

  /** Whether the checks of a module have to run in this build. */
  public boolean runs(String module) {
    return narrowed.isEmpty() && modules.contains(module);
  }
}
