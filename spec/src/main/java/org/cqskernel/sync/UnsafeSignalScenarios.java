// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * What is not claimed to be signal-safe, shown: a synchronous release inside the cancellation of
 * the waiter whose turn it is waits for ever (CQS-16).
 */
public final class UnsafeSignalScenarios implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        SignalScenarios.semaphore(
                Resumption.SYNC,
                "synchronous-release",
                "cancel",
                s -> s.cancel(0),
                SemaphoreScenarios.State::release)
            .covers("CQS-16"));
  }
}
