// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Failure;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Verdict;
import org.cqskernel.sync.SynchronousScenarios;
import org.cqskernel.sync.UnsafeSignalScenarios;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the kernel does not claim, each with the interleaving that shows why. */
@DisplayName("Not claimed")
@Tag("not-claimed")
class NotClaimedTest {
  @Test
  @DisplayName("a synchronous release is not lock-free: it and an acquire break each other's cells")
  @Tag("CQS-6")
  void lockFreedomOfSynchronousRelease() {
    Result result =
        Explorer.explore(
            SynchronousScenarios.class,
            "semaphore-acquire-cancel-release-sync-1",
            Options.defaults());
    assertEquals(Verdict.VIOLATED, result.verdict());
    assertEquals(Failure.Kind.LIVELOCK, result.failure().kind());
  }

  @Test
  @DisplayName("a synchronous release is not signal-safe against the cancellation that it meets")
  @Tag("CQS-16")
  void signalSafetyOfSynchronousRelease() {
    Result result = Explorer.explore(UnsafeSignalScenarios.class, Options.defaults());
    assertEquals(Verdict.VIOLATED, result.verdict());
    assertEquals(Failure.Kind.NOT_ALONE, result.failure().kind());
  }
}
