// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

import java.util.Map;
import java.util.Set;

/**
 * What the methods of {@code java.util.concurrent.atomic} do to a variable. The object itself, an
 * element of it, or the field of an updater is the variable; the call stays in place as one step.
 *
 * <p>A method that applies a function is one step too: it repeats a pure function until its
 * compare-and-set succeeds, of which only the last round has an effect.
 */
final class Atomics {
  /** Where the variable of a class is. */
  enum Shape {
    /** The object is the variable. */
    OBJECT,
    /** The first argument is the index. */
    ARRAY,
    /** The first argument is the object that has the field. */
    UPDATER
  }

  /**
   * An access.
   *
   * @param effects the bits of {@link Effects}; 0 when the method touches no variable
   * @param function whether the method applies a function of the caller
   */
  record Access(Shape shape, int effects, boolean function) {}

  static final String PACKAGE = "java/util/concurrent/atomic/";

  private static final Map<String, Shape> SHAPES =
      Map.ofEntries(
          Map.entry("AtomicBoolean", Shape.OBJECT),
          Map.entry("AtomicInteger", Shape.OBJECT),
          Map.entry("AtomicLong", Shape.OBJECT),
          Map.entry("AtomicReference", Shape.OBJECT),
          Map.entry("AtomicMarkableReference", Shape.OBJECT),
          Map.entry("AtomicStampedReference", Shape.OBJECT),
          Map.entry("AtomicIntegerArray", Shape.ARRAY),
          Map.entry("AtomicLongArray", Shape.ARRAY),
          Map.entry("AtomicReferenceArray", Shape.ARRAY),
          Map.entry("AtomicIntegerFieldUpdater", Shape.UPDATER),
          Map.entry("AtomicLongFieldUpdater", Shape.UPDATER),
          Map.entry("AtomicReferenceFieldUpdater", Shape.UPDATER));

  private static final Set<String> VOLATILE_READS =
      Set.of(
          "get",
          "getReference",
          "getStamp",
          "isMarked",
          "intValue",
          "longValue",
          "floatValue",
          "doubleValue");

  private static final Set<String> CHANGES =
      Set.of("incrementAndGet", "decrementAndGet", "addAndGet", "updateAndGet", "accumulateAndGet");

  private static final Set<String> APPLYING =
      Set.of("getAndUpdate", "updateAndGet", "getAndAccumulate", "accumulateAndGet");

  private Atomics() {}

  /** The access of a method, or null when it is not known. */
  static Access of(String owner, String name) {
    Shape shape = owner.startsWith(PACKAGE) ? SHAPES.get(owner.substring(PACKAGE.length())) : null;
    int effects = shape == null ? -1 : effects(name);
    return effects < 0 ? null : new Access(shape, effects, APPLYING.contains(name));
  }

  private static int effects(String name) {
    if (name.equals("length")) {
      return 0;
    }
    if (VOLATILE_READS.contains(name)) {
      return Effects.READ | Effects.ACQUIRE;
    }
    if (name.equals("set") || name.equals("lazySet")) {
      return Effects.WRITE | Effects.RELEASE;
    }
    if (name.equals("getPlain") || name.equals("setPlain")) {
      return Effects.PLAIN | (name.startsWith("g") ? Effects.READ : Effects.WRITE);
    }
    if (name.equals("weakCompareAndSet")) {
      return Effects.ofVarHandle("weakCompareAndSetPlain");
    }
    if (name.equals("attemptMark") || name.equals("attemptStamp")) {
      return Effects.ofVarHandle("compareAndSet");
    }
    if (CHANGES.contains(name)) {
      return Effects.ofVarHandle("getAndSet");
    }
    int effects = Effects.ofVarHandle(name);
    return effects == 0 ? -1 : effects;
  }
}
