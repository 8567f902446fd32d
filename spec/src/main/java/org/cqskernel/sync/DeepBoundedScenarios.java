// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Scenarios that take minutes with a bound on preemptions, and have no end in sight without: the
 * synchronous semaphore because of its runs without end, four cancellations because of their
 * number.
 */
public final class DeepBoundedScenarios implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        SemaphoreScenarios.acquireCancelRelease(Resumption.SYNC, 0),
        BroadcastScenarios.fourCancels());
  }
}
