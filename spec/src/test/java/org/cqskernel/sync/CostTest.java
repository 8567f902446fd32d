// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cqskernel.explorer.AccessCounts;
import org.cqskernel.explorer.AccessCounts.Kind;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.ScenarioRef;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The atomics of each operation on its fast path, counted in the class files: exact, not measured.
 */
@DisplayName("Atomics per operation")
@Tag("BC-9")
class CostTest {

  private static AccessCounts count(int waiters, String operation) {
    AccessCounts counts =
        Explorer.count(
            ScenarioRef.of(CostScenarios.class, "with-" + waiters), operation, Options.defaults());
    System.out.printf("%-22s with %d waiting: %s%n", operation, waiters, counts.byKind());
    return counts;
  }

  private static void assertAtomics(int cas, int rmw, AccessCounts counts) {
    assertEquals(cas, counts.of(Kind.CAS), counts.toString());
    assertEquals(rmw, counts.of(Kind.RMW), counts.toString());
    assertEquals(0, counts.of(Kind.FAILED_CAS), counts.toString());
  }

  @Test
  @DisplayName("the first waiter of a promise costs one compare-and-set")
  void firstWaiter() {
    assertAtomics(1, 0, count(0, "promise suspend"));
  }

  @Test
  @DisplayName("a later suspend costs one fetch-and-add and one compare-and-set")
  void suspend() {
    assertAtomics(1, 1, count(2, "promise suspend"));
    assertAtomics(1, 1, count(2, "broadcast suspend"));
  }

  @Test
  @DisplayName("cancel costs one compare-and-set and the count")
  void cancel() {
    assertAtomics(1, 1, count(2, "promise cancel"));
    assertAtomics(1, 1, count(2, "broadcast cancel"));
  }

  @Test
  @DisplayName("each waiter resumed costs one read, one compare-and-set and an opaque write")
  void resume() {
    assertEquals(Map.of(Kind.READ, 1, Kind.CAS, 1, Kind.WRITE, 1), perWaiter("promise resolve"));
    assertEquals(
        Map.of(Kind.READ, 1, Kind.CAS, 1, Kind.WRITE, 1), perWaiter("broadcast resumeAll"));
  }

  /** What the third waiter adds. */
  private static Map<Kind, Integer> perWaiter(String operation) {
    Map<Kind, Integer> two = count(2, operation).byKind();
    Map<Kind, Integer> difference = new LinkedHashMap<>(count(3, operation).byKind());
    two.forEach((kind, n) -> difference.merge(kind, -n, Integer::sum));
    difference.values().removeIf(n -> n == 0);
    return difference;
  }

  @Test
  @DisplayName("a broadcast to nobody costs one read-modify-write")
  @Tag("COND-11")
  void emptyBroadcast() {
    assertAtomics(1, 0, count(0, "broadcast resumeAll"));
  }

  @Test
  @DisplayName("resolving a promise with one waiter costs one compare-and-set")
  void resolveOne() {
    assertAtomics(1, 0, count(1, "promise resolve"));
  }

  @Test
  @DisplayName("an uncontended tryAcquire costs one compare-and-set")
  void tryAcquire() {
    assertAtomics(1, 0, count(0, "semaphore tryAcquire"));
  }
}
