// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.cqskernel.explorer.AccessCounts.Kind;
import org.cqskernel.explorer.scenarios.MailboxScenarios;
import org.cqskernel.explorer.scenarios.StackScenarios;
import org.junit.jupiter.api.Test;

/** Accesses of an operation that runs alone. */
class AccessCountsTest {
  private static AccessCounts count(
      Class<? extends ScenarioSource> source, String scenario, String thread) {
    return Explorer.count(ScenarioRef.of(source, scenario), thread, Options.defaults());
  }

  @Test
  void pushAndPop() {
    AccessCounts counts = count(StackScenarios.class, "treiber-stack", "left");
    assertEquals(Map.of(Kind.READ, 3, Kind.WRITE, 1, Kind.CAS, 2), counts.byKind(), "" + counts);
    assertEquals(2, counts.atomics());
  }

  @Test
  void aSend() {
    AccessCounts counts = count(MailboxScenarios.class, "message-passing", "sender");
    assertEquals(Map.of(Kind.WRITE, 1), counts.byKind());
    assertEquals("Mailbox#1.flag", counts.accesses().get(0).variable());
  }

  @Test
  void aWrongThread() {
    assertThrows(
        IllegalArgumentException.class,
        () -> count(MailboxScenarios.class, "message-passing", "nobody"));
  }
}
