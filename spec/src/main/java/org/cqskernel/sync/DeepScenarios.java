// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Scenarios that take a minute or more each: run by name. The synchronous one has no end without a
 * bound on preemptions.
 */
public final class DeepScenarios implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        BroadcastScenarios.threeCancels(1),
        SemaphoreScenarios.acquireCancelRelease(Resumption.ASYNC, 0),
        SemaphoreScenarios.acquireCancelRelease(Resumption.SYNC, 0));
  }
}
