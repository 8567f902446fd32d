// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cqskernel.explorer.Failure.Kind;
import org.cqskernel.explorer.Options.Mode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Monitors and JDK locks: exclusion, order, deadlock, conditions. */
@DisplayName("Locks")
class LockingTest {
  private static final Options OPTIONS = Options.defaults().instrument(Locking.Shop.class);

  @ParameterizedTest
  @CsvSource({
    "'two monitors, two orders', DEADLOCK",
    "different monitors, DATA_RACE",
    "'two locks, two orders', DEADLOCK",
    "condition without signal, LOST_WAKEUP"
  })
  void fails(String name, Kind kind) {
    Result r = Explorer.explore(Locking.class, name, OPTIONS);
    assertEquals(kind, r.failure().kind(), String.valueOf(r.failure()));
  }

  @ParameterizedTest
  @CsvSource({
    "'two monitors, one order', 2",
    "synchronized methods, 2",
    "a monitor is left by an exception, ''",
    "'two locks, one order', 2",
    "'two locks, one tried', 1 gave up|2",
    "condition, ''",
    "condition with time, 0 gave up|7",
    "condition with interrupt, 0 gave up|7",
    "two takers, ''",
    "wait and notify, ''"
  })
  void holds(String name, String outcomes) {
    Result dpor = Explorer.explore(Locking.class, name, OPTIONS).orThrowUnlessVerified();
    assertEquals(outcomes, String.join("|", dpor.outcomes()));
    Result plain =
        Explorer.explore(Locking.class, name, OPTIONS.mode(Mode.EXHAUSTIVE))
            .orThrowUnlessVerified();
    assertEquals(outcomes, String.join("|", plain.outcomes()));
  }
}
