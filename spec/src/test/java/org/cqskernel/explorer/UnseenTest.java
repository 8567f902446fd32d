// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.cqskernel.explorer.Failure.Kind;
import org.cqskernel.explorer.Options.Mode;
import org.cqskernel.explorer.render.TextTrace;
import org.cqskernel.explorer.scenarios.QueueScenarios;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accesses through classes of the JDK are steps, or the verdict says that they are not seen. */
@DisplayName("Accesses through the JDK")
class UnseenTest {
  private static final Options OPTIONS =
      Options.defaults()
          .instrument(Counters.State.class)
          .instrument(Counters.Cell.class)
          .instrument(Counters.Ops.class);

  @ParameterizedTest
  @CsvSource({
    "lost on AtomicInteger, CHECK",
    "lost on AtomicLong, CHECK",
    "race beside AtomicBoolean, DATA_RACE",
    "lost on AtomicReference, CHECK",
    "lost on AtomicIntegerArray, CHECK",
    "lost on AtomicStampedReference, CHECK",
    "lost on a subclass, CHECK",
    "lost on a field updater, CHECK",
    "lost on a reference updater, CHECK"
  })
  void aFaultIsFound(String name, Kind kind) {
    Result r = Explorer.explore(Counters.class, name, OPTIONS);
    assertEquals(kind, r.failure() == null ? null : r.failure().kind(), r.note());
    assertTrue(TextTrace.draw(r.trace()).contains("second"));
  }

  @ParameterizedTest
  @CsvSource({
    "AtomicInteger, 2",
    "loop on AtomicInteger, 4",
    "update of AtomicInteger, 2",
    "AtomicLong, 2",
    "AtomicReference, 4",
    "AtomicIntegerArray, 2",
    "AtomicStampedReference, 4",
    "field updater, 2"
  })
  void everyOrderIsExplored(String name, long executions) {
    Options o = OPTIONS.races(false);
    Result plain = Explorer.explore(Counters.class, name, o.mode(Mode.EXHAUSTIVE));
    Result dpor = Explorer.explore(Counters.class, name, o);
    plain.orThrowUnlessVerified();
    dpor.orThrowUnlessVerified();
    assertEquals(executions, dpor.executions());
  }

  @ParameterizedTest
  @CsvSource({
    "ConcurrentHashMap, ConcurrentHashMap.merge at Counters.Ops.addMap",
    "Hashtable, Hashtable.put at Counters.Ops.addTable",
    "LongAdder, LongAdder.increment at Counters.Ops.addAdder",
    "method reference, AtomicInteger.incrementAndGet at Counters.Ops.addByReference",
    "read-write lock, lock at Counters.Ops.addLocked",
    "update by another variable, updateAndGet at Counters.Ops.updateByOther",
    "not instrumented, Counters.Outside.field",
    "not instrumented, AtomicInteger.set",
    "nothing is seen, any access"
  })
  void whatIsNotSeenIsNotVerified(String name, String what) {
    Options o = OPTIONS.races(false);
    for (Options each : new Options[] {o, o.mode(Mode.EXHAUSTIVE), o.preemptions(1)}) {
      Result r = Explorer.explore(Counters.class, name, each);
      assertEquals(Verdict.UNSEEN, r.verdict(), r.note());
      assertTrue(r.note().contains(what), r.note());
      AssertionError e = assertThrows(AssertionError.class, r::orThrowUnlessVerified);
      assertTrue(e.getMessage().contains(what), e.getMessage());
    }
  }

  @Test
  void whatIsLeftOutByIntentionIsNoted() {
    Options o = OPTIONS.unexplored(ConcurrentHashMap.class);
    Result r = Explorer.explore(Counters.class, "map and flag", o).orThrowUnlessVerified();
    assertEquals("not explored by intention: java.util.concurrent.ConcurrentHashMap", r.note());
    assertEquals(
        Verdict.UNSEEN,
        Explorer.explore(Counters.class, "ConcurrentHashMap", o).verdict(),
        "no thread makes a step");
  }

  /** A copy that is not renamed rightly runs in the JDK, and no access of it is a step. */
  @ParameterizedTest
  @ValueSource(strings = {"first", "poller"})
  void theAccessesOfTheQueueAreSeen(String thread) {
    AccessCounts counts =
        Explorer.count(
            ScenarioRef.of(QueueScenarios.class),
            thread,
            Options.defaults().copyOfJdkClass(ConcurrentLinkedQueue.class));
    Set<String> fields =
        counts.accesses().stream()
            .map(a -> a.variable().substring(a.variable().indexOf('.') + 1))
            .collect(Collectors.toSet());
    Set<String> expected =
        thread.equals("first") ? Set.of("tail", "next", "item") : Set.of("head", "next", "item");
    assertTrue(expected.containsAll(fields) && fields.contains("next"), "" + counts);
  }

  @Test
  void aQueueThatIsNotCopiedIsNotVerified() {
    Result r = Explorer.explore(QueueScenarios.class, Options.defaults());
    assertEquals(Verdict.UNSEEN, r.verdict());
  }
}
