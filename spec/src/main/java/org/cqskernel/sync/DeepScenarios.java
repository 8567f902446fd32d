// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Scenarios that take a minute or more each, explored exhaustively. */
public final class DeepScenarios implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>(CqsScenarios.deep());
    all.add(PromiseScenarios.threeAwaitersTwoResolvers());
    all.add(BroadcastScenarios.threeCancels(1));
    all.add(SemaphoreScenarios.acquireCancelRelease(Resumption.ASYNC, 0));
    return all;
  }
}
