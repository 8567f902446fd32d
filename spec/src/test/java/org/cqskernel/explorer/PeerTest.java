// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;
import org.cqskernel.explorer.scenarios.FutureExpectations;
import org.cqskernel.explorer.scenarios.FutureScenarios;
import org.junit.jupiter.api.Test;

/** Guava's {@code SettableFuture}: its accesses are seen, and what it does not promise fails. */
class PeerTest {
  private static final Options OPTIONS = FutureScenarios.instrumented(Options.defaults());

  @Test
  void theAccessesOfASetAreSeen() {
    AccessCounts counts =
        Explorer.count(
            ScenarioRef.of(FutureScenarios.class, "settable-future-two-set"), "first", OPTIONS);
    Set<String> locations =
        counts.accesses().stream().map(AccessCounts.Access::variable).collect(Collectors.toSet());
    assertEquals(
        Set.of("SettableFuture#1.value", "SettableFuture#1.waiters", "SettableFuture#1.listeners"),
        locations);
  }

  @Test
  void bothOutcomesAreReached() {
    Result r =
        Explorer.explore(FutureScenarios.class, "settable-future-set-or-cancel", OPTIONS)
            .orThrowUnlessVerified();
    assertEquals(Set.of("cancelled", "set"), r.outcomes());
  }

  @Test
  void aWrongExpectationFails() {
    Result r = Explorer.explore(FutureExpectations.class, OPTIONS);
    assertEquals(Verdict.VIOLATED, r.verdict());
    assertTrue(r.failure().toString().contains("before the listener has run"), "" + r.failure());
  }
}
