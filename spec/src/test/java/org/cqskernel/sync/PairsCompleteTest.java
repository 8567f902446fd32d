// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cqskernel.cqs.AlreadyCancelledException;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cell;
import org.cqskernel.cqs.CellPairs;
import org.cqskernel.cqs.Cells;
import org.cqskernel.cqs.CellsPairs;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.CqsPairs;
import org.cqskernel.cqs.OneShot;
import org.cqskernel.cqs.OneShotPairs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspended;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Nothing is missing from the pairs and the signals: no public type of an exported package, no
 * public operation of it, inherited ones included, no segment order, and no pair without a reason.
 */
class PairsCompleteTest {
  /** What the pairs of a source are about. */
  private static final Map<Class<? extends PairSource>, List<Class<?>>> STRUCTURES =
      Map.of(
          CellPairs.class, List.of(Cell.class, Suspension.class),
          CellsPairs.class, List.of(Cells.class, Cells.Slot.class),
          CqsPairs.class, List.of(Cqs.class, Suspension.class),
          OneShotPairs.class, List.of(OneShot.class, Suspension.class),
          BroadcastPairs.class, List.of(Broadcast.class, Suspension.class),
          PromisePairs.class, List.of(Promise.class, Resolver.class, Suspension.class),
          SemaphorePairs.class, List.of(Semaphore.class, Suspension.class),
          MutexPairs.class, List.of(Mutex.class, Suspension.class),
          SynchronousPairs.class, List.of(Suspension.class),
          ConditionPairs.class, List.of(Condition.class, Suspension.class));

  /** Public types that are no structures. */
  private static final Map<Class<?>, String> NO_STRUCTURES =
      Map.of(
          Waiter.class, "takes part in all pairs; its public cancel() is that of Suspension",
          PromiseWaiter.class, "as Waiter; it takes part in those of Promise",
          Policy.class, "is called by Cqs, and has no state",
          Resumption.class, "a mode: CqsPairs and the permits have both",
          Cancellation.class, "a mode: CqsPairs has both",
          Suspended.class, "a result",
          AlreadyCancelledException.class, "an exception",
          AlreadyResolvedException.class, "an exception");

  /** What a pair of operations cannot be about, by type and name. */
  private static final Map<String, String> EXCLUDED = excluded();

  private static Map<String, String> excluded() {
    Map<String, String> m = new LinkedHashMap<>();
    for (Class<?> type :
        List.of(
            Cells.class,
            Cqs.class,
            OneShot.class,
            Broadcast.class,
            Semaphore.class,
            Mutex.class,
            Condition.class)) {
      m.put(
          type.getSimpleName() + ".validate()", "is for a structure at rest; every check calls it");
    }
    m.put("Resolver.promise()", "returns the other view of one object, and reads nothing shared");
    m.put("Slot.index()", "reads a final field of its slot");
    m.put("Slot.get()", "is a step of nextResume() here");
    m.put("Slot.compareAndSet(Object, Object)", "is a step of nextSuspend() and cancelled() here");
    m.put("Slot.getAndSet(Object)", "is a step of nextResume() here");
    m.put("Slot.cancelled()", "is the operation Slot.cancelled()");
    return m;
  }

  /** Variants of which there is no other segment order. */
  private static final Map<String, String> WITHOUT_ORDER =
      Map.of(
          "cell", "has one cell",
          "broadcast, fresh", "has no segments yet",
          "promise, nobody waits", "has no segments yet",
          "promise, one waits", "has no segments yet");

  static Stream<PairSource> sources() {
    return StandardScenarios.pairs().stream();
  }

  @Test
  void everyPublicTypeHasPairsOrAReason() {
    Set<Class<?>> known = new java.util.HashSet<>(NO_STRUCTURES.keySet());
    STRUCTURES.values().forEach(known::addAll);
    List<String> missing =
        publicTypes().stream().filter(t -> !known.contains(t)).map(Class::getName).toList();
    assertEquals(List.of(), missing);
    Set<Class<?>> there = new java.util.HashSet<>(publicTypes());
    assertTrue(there.containsAll(known), "a type is listed that is not public");
  }

  /** Those of the exported packages, from the kernel's classes or its jar. */
  private static List<Class<?>> publicTypes() {
    List<Class<?>> types = new java.util.ArrayList<>();
    for (Class<?> first : List.of(Cqs.class, Semaphore.class)) {
      CodeSource kernel = first.getProtectionDomain().getCodeSource();
      types.addAll(
          ReflectionSupport.findAllClassesInPackage(
              first.getPackageName(),
              t ->
                  Modifier.isPublic(t.getModifiers())
                      && kernel.equals(t.getProtectionDomain().getCodeSource()),
              name -> true));
    }
    assertTrue(types.size() > 15, () -> "too few types: " + types);
    return types;
  }

  /** A public operation that no scenario runs fails the build, inherited ones too. */
  @ParameterizedTest
  @MethodSource("sources")
  void everyPublicOperationIsInPairs(PairSource source) {
    for (Pairs<?> pairs : source.pairs()) {
      Set<String> missing = new TreeSet<>();
      for (Class<?> type : STRUCTURES.getOrDefault(source.getClass(), List.of())) {
        missing.addAll(publicOperations(type));
      }
      missing.removeAll(pairs.participants(Pairs.Form.PAIR));
      assertEquals(Set.of(), missing, pairs.title());
      Set<String> idle = new TreeSet<>(pairs.operations());
      idle.removeAll(pairs.participants(Pairs.Form.PAIR));
      assertEquals(Set.of(), idle, pairs.title() + ": operations all of whose pairs are left out");
    }
  }

  private static Set<String> publicOperations(Class<?> type) {
    Set<String> operations = new TreeSet<>();
    for (Method m : type.getMethods()) {
      boolean ours = m.getDeclaringClass() != Object.class && !Modifier.isStatic(m.getModifiers());
      String name =
          m.getName()
              + Arrays.stream(m.getParameterTypes())
                  .map(Class::getSimpleName)
                  .collect(Collectors.joining(", ", "(", ")"));
      if (ours && !m.isSynthetic() && !EXCLUDED.containsKey(type.getSimpleName() + "." + name)) {
        operations.add(name);
      }
    }
    return operations;
  }

  /** No entry of the list of exclusions is about nothing. */
  @Test
  void whatIsExcludedExists() {
    Set<String> all = new TreeSet<>();
    for (List<Class<?>> types : STRUCTURES.values()) {
      for (Class<?> type : types) {
        for (Method m : type.getMethods()) {
          all.add(
              type.getSimpleName()
                  + "."
                  + m.getName()
                  + Arrays.stream(m.getParameterTypes())
                      .map(Class::getSimpleName)
                      .collect(Collectors.joining(", ", "(", ")")));
        }
      }
    }
    assertTrue(all.containsAll(EXCLUDED.keySet()), () -> EXCLUDED.keySet() + " not in " + all);
  }

  /** Segments of 1, 2 and 4 cells, with the same operations. */
  @ParameterizedTest
  @MethodSource("sources")
  void ordersAreZeroOneAndTwo(PairSource source) {
    Map<String, Set<String>> orders = new LinkedHashMap<>();
    Map<String, Set<String>> operations = new LinkedHashMap<>();
    for (Pairs<?> pairs : source.pairs()) {
      if (!WITHOUT_ORDER.containsKey(pairs.title())) {
        int space = pairs.title().lastIndexOf(' ');
        String family = pairs.title().substring(0, space);
        orders
            .computeIfAbsent(family, f -> new TreeSet<>())
            .add(pairs.title().substring(space + 1));
        assertEquals(
            pairs.operations(), operations.computeIfAbsent(family, f -> pairs.operations()));
      }
    }
    orders.forEach((family, found) -> assertEquals(Set.of("0", "1", "2"), found, family));
  }

  /** Each pair is there, or left out with a reason; so is each handler inside each operation. */
  @ParameterizedTest
  @MethodSource("sources")
  void everyCombinationIsThereOrHasAReason(PairSource source) {
    for (Pairs<?> pairs : source.pairs()) {
      Set<String> names = new TreeSet<>();
      pairs.scenarios(Pairs.Form.PAIR).forEach(s -> names.add(s.name()));
      pairs.scenarios(Pairs.Form.SIGNAL).forEach(s -> names.add(s.name()));
      for (String a : pairs.operations()) {
        for (String b : pairs.operations()) {
          boolean excepted = pairs.exceptions().containsKey(a + " + " + b);
          boolean paired =
              names.contains(pairs.title() + ": " + a + " + " + b)
                  || names.contains(pairs.title() + ": " + b + " + " + a);
          boolean signalled = names.contains(pairs.title() + ": " + b + " in " + a);
          String what = pairs.title() + ": " + a + ", " + b;
          assertTrue(excepted != paired, what);
          assertTrue((excepted || pairs.blocking().contains(b)) != signalled, what);
        }
      }
    }
  }

  /** What is left out, so that a change of it is seen in a review. */
  @Test
  void theExceptionsAreThese() {
    Map<String, Set<String>> left = new java.util.TreeMap<>();
    sources()
        .filter(s -> !(s instanceof ConditionMutexPairs))
        .flatMap(s -> s.pairs().stream())
        .filter(p -> !p.exceptions().isEmpty())
        .forEach(
            p ->
                left.computeIfAbsent(p.title().split(" ")[0], t -> new TreeSet<>())
                    .addAll(p.exceptions().keySet()));
    assertEquals(
        Map.of(
            "cell",
            Set.of(
                "suspend(Waiter) + suspend(Waiter)",
                "suspend(Waiter) + cancel()",
                "cancel() + suspend(Waiter)",
                "cancel() + cancel()",
                "resume(Object) + resume(Object)"),
            "mutex",
            Set.of("unlock() + unlock()")),
        left);
  }
}
