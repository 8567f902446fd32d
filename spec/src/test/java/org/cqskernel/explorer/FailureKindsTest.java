// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.cqskernel.explorer.Failure.Kind;
import org.cqskernel.explorer.render.SvgTrace;
import org.cqskernel.explorer.render.TextTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of failure is found in a tiny program, and its near misses pass. */
class FailureKindsTest {
  private static final Options OPTIONS =
      Options.defaults()
          .instrument(Faults.Lab.class)
          .instrument(Faults.Box.class)
          .maxSteps(300)
          .aloneSteps(100);

  @ParameterizedTest
  @CsvSource({
    "assertion, ASSERTION",
    "exception, EXCEPTION",
    "check, CHECK",
    "invariant, INVARIANT",
    "lost wake-up, LOST_WAKEUP",
    "livelock, LIVELOCK",
    "race on a field, DATA_RACE",
    "race on an element, DATA_RACE",
    "opaque publication, DATA_RACE",
    "mutable field, DATA_RACE",
    "nondeterminism, NONDETERMINISM",
    "not alone, NOT_ALONE",
    "parks alone, NOT_ALONE"
  })
  void isFound(String name, Kind kind) {
    Result r = Explorer.explore(Faults.class, name, OPTIONS);
    assertEquals(Verdict.VIOLATED, r.verdict());
    assertEquals(kind, r.failure().kind(), r.failure().toString());
    assertNotNull(r.trace());
    assertTrue(TextTrace.draw(r.trace()).contains(r.failure().message()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wake-up",
        "spin",
        "spin lock",
        "release sequence",
        "final field",
        "alone",
        "time-out",
        "interrupt"
      })
  void passes(String name) {
    Explorer.explore(Faults.class, name, OPTIONS).orThrowUnlessVerified();
  }

  @Test
  void spuriousWakeUpsAreOptional() {
    Explorer.explore(Faults.class, "spurious", OPTIONS).orThrowUnlessVerified();
    Result r = Explorer.explore(Faults.class, "spurious", OPTIONS.spuriousWakeups(1));
    assertEquals(Kind.ASSERTION, r.failure().kind());
  }

  @Test
  void waitsEndInEveryWay() {
    assertEquals(
        Set.of("timed out true", "timed out false"),
        Explorer.explore(Faults.class, "time-out", OPTIONS).outcomes());
    assertEquals(
        Set.of("interrupted true", "interrupted false"),
        Explorer.explore(Faults.class, "interrupt", OPTIONS).outcomes());
  }

  @Test
  void aHandlerComesBetweenPlainAccesses() {
    Result r = Explorer.explore(Faults.class, "handler between plain accesses", OPTIONS);
    assertEquals(Set.of("data 1", "data 2"), r.orThrowUnlessVerified().outcomes());
  }

  @Test
  void aRaceNamesBothSitesAndCanBeExcused() {
    Result r = Explorer.explore(Faults.class, "race on a field", OPTIONS);
    String message = r.failure().message();
    assertTrue(message.startsWith("Faults.Lab.data: plain"), message);
    assertEquals(3, message.split("Faults.Lab.", -1).length - 1, message);
    Explorer.explore(Faults.class, "race on a field", OPTIONS.benignRace("Faults.Lab.data"))
        .orThrowUnlessVerified();
    Explorer.explore(Faults.class, "race on a field", OPTIONS.races(false)).orThrowUnlessVerified();
  }

  @Test
  void aScheduleRepeatsItsFailure(@TempDir Path directory) throws Exception {
    Result r = Explorer.explore(Faults.class, "lost wake-up", OPTIONS);
    Path file = directory.resolve("lost.schedule");
    r.schedule().write(file);
    Schedule read = Schedule.read(file);
    Result again = Explorer.replay(ScenarioRef.of(Faults.class, read.scenario()), read, OPTIONS);
    assertEquals(Kind.LOST_WAKEUP, again.failure().kind());
    assertEquals(r.trace(), again.trace());
    Path page =
        Files.writeString(directory.resolve("lost.html"), SvgTrace.page(r.trace(), r.schedule()));
    assertTrue(Files.readString(page).contains("</svg>"));
  }
}
