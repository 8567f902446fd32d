// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Synchronous resumption with a suspender on its way: an acquirer and a releaser can break each
 * other's attempt again and again (CQS-6), so there is a run without end, and the search bounds
 * preemptions. Without the bound, the explorer shows that run as a livelock.
 */
public final class SynchronousScenarios implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(SemaphoreScenarios.acquireCancelRelease(Resumption.SYNC, 1));
  }
}
