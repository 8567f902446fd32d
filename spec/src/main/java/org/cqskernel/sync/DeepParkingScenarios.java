// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Scenarios of many threads that park, which take minutes with two preemptions: a thread that parks
 * leaves the choice of the next one free, therefore the bound cuts less than it does elsewhere.
 * With three there was no end after 14,000,000 executions.
 */
public final class DeepParkingScenarios implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(PromiseScenarios.threeAwaitsTwoResolvers());
  }
}
