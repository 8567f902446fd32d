// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.cqskernel.explorer.Options.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Generated programs: an interpreter, plain exhaustive search and DPOR find the same outcomes, and
 * DPOR with less work. The interpreter does not share engine or instrumentation with the other two.
 */
class OracleTest {
  static final Options OPTIONS =
      Options.defaults()
          .instrument(BaseRegisters.class)
          .instrument(Registers.class)
          .instrument(RandomPrograms.Parking.class)
          .limit(Duration.ofMinutes(2));

  @ParameterizedTest
  @CsvSource({
    "REGISTERS, 2, 4, 40",
    "REGISTERS, 3, 3, 25",
    "REGISTERS, 4, 2, 15",
    "CAS, 2, 4, 60",
    "CAS, 3, 3, 60",
    "CAS, 4, 2, 20",
    "PARK, 2, 4, 80",
    "PARK, 3, 3, 60",
    "SPIN, 2, 3, 100",
    "SPIN, 3, 2, 12",
    "HANDLER, 2, 4, 10",
    "HANDLER, 3, 3, 40",
    "TWO_HANDLERS, 4, 2, 30",
    "ALONE, 2, 4, 10",
    "ALONE, 3, 3, 40"
  })
  void sameOutcomes(String flavour, int threads, int length, int programs) {
    long all = 0;
    long reduced = 0;
    int stuck = 0;
    for (long seed = 0; seed < programs; seed++) {
      ScenarioRef ref =
          ScenarioRef.of(RandomPrograms.class, "program " + seed, seed, threads, length, flavour);
      Result plain = Explorer.explore(ref, OPTIONS.mode(Mode.EXHAUSTIVE));
      Result dpor = Explorer.explore(ref, OPTIONS);
      String what = flavour + " " + threads + "x" + length + " seed " + seed;
      assertEquals(kind(plain), kind(dpor), what);
      if (!flavour.equals("SPIN")) {
        Interpreter oracle =
            new Interpreter(new RandomPrograms(seed, threads, length, flavour).listing());
        assertEquals(oracle.isStuck(), plain.failure() != null, what);
        if (!oracle.isStuck()) {
          assertEquals(oracle.outcomes(), plain.outcomes(), what);
        }
      }
      if (plain.failure() == null) {
        assertEquals(Verdict.VERIFIED, plain.verdict(), what + plain.note());
        assertEquals(plain.outcomes(), dpor.outcomes(), what);
        all += plain.executions();
        reduced += dpor.executions() + dpor.pruned();
      } else {
        stuck++;
      }
    }
    System.out.printf(
        "%s %dx%d: %d programs (%d get stuck), %d executions plain, %d with DPOR%n",
        flavour, threads, length, programs, stuck, all, reduced);
    assertTrue(reduced <= all, reduced + " executions with reduction");
    assertTrue(stuck < programs / 2, "too many programs end in a lost wake-up");
  }

  /** The interpreter notices accesses that are no steps, here those to an inherited field. */
  @Test
  void aMissedAccessIsNoticed() {
    Options blind =
        Options.defaults()
            .instrument(Registers.class)
            .instrument(RandomPrograms.Parking.class)
            .races(false);
    int noticed = 0;
    for (long seed = 0; seed < 30; seed++) {
      ScenarioRef ref =
          ScenarioRef.of(RandomPrograms.class, "program " + seed, seed, 3, 3, "REGISTERS");
      Result dpor = Explorer.explore(ref, blind);
      Interpreter oracle = new Interpreter(new RandomPrograms(seed, 3, 3, "REGISTERS").listing());
      if (!oracle.outcomes().equals(dpor.outcomes())) {
        noticed++;
        assertEquals(Verdict.UNSEEN, dpor.verdict(), "seed " + seed);
      }
    }
    assertTrue(noticed >= 5, "noticed in " + noticed);
  }

  /** Each operation takes up to seven steps, so that some programs are too long to compare. */
  @ParameterizedTest
  @CsvSource({"2, 1, 60", "3, 1, 60", "2, 2, 25"})
  void sameOutcomesOfLocks(int threads, int length, int programs) {
    int compared = 0;
    int stuck = 0;
    for (long seed = 0; seed < programs; seed++) {
      ScenarioRef ref =
          ScenarioRef.of(RandomPrograms.class, "program " + seed, seed, threads, length, "LOCK");
      Result plain = Explorer.explore(ref, OPTIONS.mode(Mode.EXHAUSTIVE).maxExecutions(5_000));
      if (plain.verdict() != Verdict.CUT) {
        Result dpor = Explorer.explore(ref, OPTIONS);
        String what = "LOCK " + threads + "x" + length + " seed " + seed;
        assertEquals(kind(plain), kind(dpor), what);
        assertEquals(plain.verdict(), dpor.verdict(), what);
        if (plain.failure() == null) {
          assertEquals(plain.outcomes(), dpor.outcomes(), what);
        } else {
          stuck++;
        }
        compared++;
      }
    }
    System.out.printf(
        "LOCK %dx%d: %d of %d programs compared (%d get stuck)%n",
        threads, length, compared, programs, stuck);
    assertTrue(2 * compared >= programs, "too few programs compared: " + compared);
    assertTrue(2 * stuck < compared, "too many programs get stuck: " + stuck);
  }

  private static String kind(Result r) {
    return r.failure() == null ? "none" : r.failure().kind().name();
  }
}
