// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.explorer.AccessCounts;
import org.cqskernel.explorer.AccessCounts.Kind;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.mutants.Mutant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The atomics of each operation on its fast path, counted in the class files: exact, not measured.
 */
@DisplayName("Atomics per operation")
@Tag("BC-9")
class CostTest {

  private static AccessCounts count(int waiters, String operation) {
    return count(waiters, operation, Options.defaults());
  }

  private static AccessCounts count(int waiters, String operation, Options options) {
    AccessCounts counts =
        Explorer.count(ScenarioRef.of(CostScenarios.class, "with-" + waiters), operation, options);
    System.out.printf("%-22s with %d waiting: %s%n", operation, waiters, counts.byKind());
    return counts;
  }

  private static void assertAtomics(int cas, int rmw, AccessCounts counts) {
    assertEquals(cas, counts.of(Kind.CAS), counts.toString());
    assertEquals(rmw, counts.of(Kind.RMW), counts.toString());
    assertEquals(0, counts.of(Kind.FAILED_CAS), counts.toString());
  }

  @ParameterizedTest(name = "{1} with {0} waiting: {2} and {3}")
  @DisplayName("compare-and-sets, and other read-modify-writes, of")
  @CsvSource({
    // waiting, operation, compare-and-sets, others
    "0, promise suspend, 1, 0", // The first waiter lies in the promise itself.
    "1, promise suspend, 2, 1", // The second one brings a queue.
    "2, promise suspend, 1, 1",
    "4, promise suspend, 4, 2", // Into a new segment: append, count, move, give back.
    "1, promise cancel first, 1, 0",
    "2, promise cancel first, 1, 1",
    "2, promise cancel, 1, 1",
    "0, promise resolve, 1, 0",
    "1, promise resolve, 1, 0",
    "2, promise resolve, 3, 1",
    "0, broadcast suspend, 2, 1", // The first one ever brings the queue.
    "1, broadcast suspend, 1, 1",
    "4, broadcast suspend, 4, 2",
    "2, broadcast cancel, 1, 1",
    "0, broadcast resumeAll, 1, 0",
    "1, broadcast resumeAll, 2, 1",
    "5, broadcast resumeAll, 8, 2", // Through two segments.
    "0, cqs suspend, 1, 1",
    "1, cqs suspend, 1, 1",
    "4, cqs suspend, 4, 2",
    "0, cqs resume, 1, 1", // Leaves its value in the cell.
    "1, cqs resume, 1, 1",
    "2, cqs cancel, 1, 1",
    "0, semaphore tryAcquire, 1, 0",
    "0, semaphore acquire, 0, 1",
    "0, semaphore release, 1, 0",
    "1, semaphore release, 2, 1",
    "1, asynchronous release, 2, 1",
    "1, semaphore suspend, 1, 2",
    "2, semaphore cancel, 1, 3", // The cell, the number of waiters, and the segment's count.
    "0, mutex lock, 0, 1",
    "0, mutex tryLock, 1, 0",
    "0, mutex unlock, 1, 0",
    "0, condition broadcast, 1, 0"
  })
  void exactly(int waiters, String operation, int cas, int rmw) {
    assertAtomics(cas, rmw, count(waiters, operation));
  }

  @Test
  @DisplayName("each waiter resumed costs one read, one compare-and-set and an opaque write")
  void resume() {
    assertEquals(Map.of(Kind.READ, 1, Kind.CAS, 1, Kind.WRITE, 1), perWaiter("promise resolve"));
    assertEquals(
        Map.of(Kind.READ, 1, Kind.CAS, 1, Kind.WRITE, 1), perWaiter("broadcast resumeAll"));
  }

  @Test
  @DisplayName("handing a waiter over to a mutex costs a suspend and the mutex's number besides")
  @Tag("COND-2")
  void handOver() {
    assertEquals(
        Map.of(Kind.READ, 3, Kind.CAS, 2, Kind.RMW, 2, Kind.WRITE, 1),
        perWaiter("condition broadcast"));
  }

  /** What the third waiter adds. */
  private static Map<Kind, Integer> perWaiter(String operation) {
    Map<Kind, Integer> two = count(2, operation).byKind();
    Map<Kind, Integer> difference = new LinkedHashMap<>(count(3, operation).byKind());
    two.forEach((kind, n) -> difference.merge(kind, -n, Integer::sum));
    difference.values().removeIf(n -> n == 0);
    return difference;
  }

  /** These counts can fail: each of these kernels does one atomic more, or another one. */
  @ParameterizedTest(name = "{0}: {2} with {1} waiting: {3} and {4}")
  @DisplayName("a kernel with a fault is counted differently")
  @CsvSource({
    "acquire-by-compare-and-set, 0, semaphore acquire, 1, 0",
    "acquire-by-compare-and-set, 0, mutex lock, 1, 0",
    "release-reads-by-adding, 0, semaphore release, 1, 1",
    "release-reads-by-adding, 0, mutex unlock, 1, 1",
    "claims-each-cell-twice, 1, cqs resume, 2, 1",
    "claims-each-cell-twice, 2, broadcast resumeAll, 5, 1",
    "broadcast-wakes-at-once, 1, condition broadcast, 2, 1"
  })
  void fault(String fault, int waiters, String operation, int cas, int rmw, @TempDir Path directory)
      throws IOException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    Path classes =
        new Mutant(root.resolve("spec/src/test/cost/" + fault + ".patch"))
            .compile(root, root.resolve("kernel/target/classes"), directory);
    assertAtomics(cas, rmw, count(waiters, operation, Options.defaults().classes(classes)));
    AccessCounts sound = count(waiters, operation);
    assertNotEquals(List.of(cas, rmw), List.of(sound.of(Kind.CAS), sound.of(Kind.RMW)));
  }
}
