// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.scenarios;

import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** What Guava's {@code SettableFuture} does not promise: it fails. */
public final class FutureExpectations implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("settable-future-listener-first")
            .setup(
                () -> {
                  FutureScenarios.State s = new FutureScenarios.State();
                  s.listen();
                  return s;
                })
            .describe("Guava: a get that returns does not mean that the listeners have run")
            .thread("setter", s -> s.set(1))
            .thread("getter", FutureScenarios.State::getAfterCall));
  }
}
