// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.CqsScenarios;
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
    List<Scenario<?>> all = new ArrayList<>(CqsScenarios.deep());
    all.add(PromiseScenarios.threeAwaitersTwoResolvers(0));
    all.add(PromiseScenarios.threeAwaitersTwoResolvers(1));
    all.add(BroadcastScenarios.threeCancels(1));
    all.add(BroadcastScenarios.fourCancels());
    all.add(SemaphoreScenarios.acquireCancelRelease(Resumption.ASYNC, 0));
    all.add(SemaphoreScenarios.acquireCancelRelease(Resumption.SYNC, 0));
    return all;
  }
}
