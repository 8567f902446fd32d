// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.AtomicStampedReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;

/** Two threads that each add 1 in some way; what they add is lost where the way is wrong. */
final class Counters implements ScenarioSource {
  /** Instrumented. */
  static class State {
    static final AtomicIntegerFieldUpdater<State> FIELD =
        AtomicIntegerFieldUpdater.newUpdater(State.class, "field");
    static final AtomicReferenceFieldUpdater<State, Integer> BOXED =
        AtomicReferenceFieldUpdater.newUpdater(State.class, Integer.class, "boxed");

    final AtomicInteger integer = new AtomicInteger();
    final AtomicLong longer = new AtomicLong();
    final AtomicBoolean flag = new AtomicBoolean();
    final AtomicReference<Integer> reference = new AtomicReference<>(0);
    final AtomicIntegerArray array = new AtomicIntegerArray(2);
    final AtomicStampedReference<Integer> stamped = new AtomicStampedReference<>(0, 0);
    final Cell cell = new Cell();
    final Map<String, Integer> map = new ConcurrentHashMap<>();
    final Map<String, Integer> table = new Hashtable<>();
    final LongAdder adder = new LongAdder();
    final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    volatile int field;
    volatile Integer boxed = 0;
    volatile int other;
    int plain;

    int sum() {
      return integer.get()
          + (int) longer.get()
          + (flag.get() ? 1 : 0)
          + reference.get()
          + array.get(0)
          + stamped.getReference()
          + cell.get()
          + map.getOrDefault("n", 0)
          + table.getOrDefault("n", 0)
          + adder.intValue()
          + field
          + boxed
          + plain;
    }
  }

  /** Instrumented; calls of its methods name it, not the class that declares them. */
  static final class Cell extends AtomicReference<Integer> {
    private static final long serialVersionUID = 1;

    Cell() {
      super(0);
    }
  }

  /** Not instrumented. */
  static final class Outside {
    final AtomicInteger integer = new AtomicInteger();
    volatile int field;
  }

  /** Instrumented: the operations. */
  static final class Ops {
    private Ops() {}

    static void loseInteger(State s) {
      s.integer.set(s.integer.get() + 1);
    }

    static void addInteger(State s) {
      s.integer.incrementAndGet();
    }

    static void loopInteger(State s) {
      int seen;
      do {
        seen = s.integer.getPlain();
      } while (s.integer.compareAndExchange(seen, seen + 1) != seen);
    }

    static void updateInteger(State s) {
      s.integer.updateAndGet(n -> n + 1);
    }

    static void updateByOther(State s) {
      s.integer.updateAndGet(n -> n + 1 + s.other);
    }

    static void loseLong(State s) {
      s.longer.lazySet(s.longer.getAcquire() + 1);
    }

    static void addLong(State s) {
      s.longer.accumulateAndGet(1, Long::sum);
    }

    static void loseFlag(State s) {
      if (!s.flag.get()) {
        s.plain = 1;
        s.flag.set(true);
      }
    }

    static void loseReference(State s) {
      s.reference.set(s.reference.get() + 1);
    }

    static void addReference(State s) {
      Integer seen = s.reference.get();
      while (!s.reference.compareAndSet(seen, seen + 1)) {
        seen = s.reference.get();
      }
    }

    static void loseElement(State s) {
      s.array.set(0, s.array.get(0) + 1);
    }

    static void addElement(State s) {
      s.array.getAndAdd(0, 1);
    }

    static void loseStamped(State s) {
      s.stamped.set(s.stamped.getReference() + 1, 0);
    }

    static void addStamped(State s) {
      int[] stamp = new int[1];
      Integer seen = s.stamped.get(stamp);
      while (!s.stamped.compareAndSet(seen, seen + 1, stamp[0], stamp[0] + 1)) {
        seen = s.stamped.get(stamp);
      }
    }

    static void loseCell(State s) {
      s.cell.set(s.cell.get() + 1);
    }

    static void loseField(State s) {
      State.FIELD.set(s, s.field + 1);
    }

    static void addField(State s) {
      State.FIELD.getAndIncrement(s);
    }

    static void loseBoxed(State s) {
      s.boxed = State.BOXED.get(s) + 1;
    }

    static void addMap(State s) {
      s.map.merge("n", 1, Integer::sum);
    }

    static void addMapAndTouch(State s) {
      s.other = 1;
      addMap(s);
    }

    static void addTable(State s) {
      s.table.put("n", s.table.getOrDefault("n", 0) + 1);
    }

    static void addAdder(State s) {
      s.adder.increment();
    }

    static void addByReference(State s) {
      IntSupplier add = s.integer::incrementAndGet;
      int unused = add.getAsInt();
    }

    static void addLocked(State s) {
      Lock lock = s.lock.writeLock();
      lock.lock();
      s.plain++;
      lock.unlock();
    }
  }

  private static Scenario<State> two(String name, Action<State> body) {
    return Scenario.named(name)
        .setup(State::new)
        .thread("first", body)
        .thread("second", body)
        .check(
            s -> {
              if (s.sum() != 2) {
                throw new AssertionError("the sum is " + s.sum());
              }
            });
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        two("lost on AtomicInteger", Ops::loseInteger),
        two("AtomicInteger", Ops::addInteger),
        two("loop on AtomicInteger", Ops::loopInteger),
        two("update of AtomicInteger", Ops::updateInteger),
        two("update by another variable", Ops::updateByOther),
        two("lost on AtomicLong", Ops::loseLong),
        two("AtomicLong", Ops::addLong),
        two("race beside AtomicBoolean", Ops::loseFlag),
        two("lost on AtomicReference", Ops::loseReference),
        two("AtomicReference", Ops::addReference),
        two("lost on AtomicIntegerArray", Ops::loseElement),
        two("AtomicIntegerArray", Ops::addElement),
        two("lost on AtomicStampedReference", Ops::loseStamped),
        two("AtomicStampedReference", Ops::addStamped),
        two("lost on a subclass", Ops::loseCell),
        two("lost on a field updater", Ops::loseField),
        two("field updater", Ops::addField),
        two("lost on a reference updater", Ops::loseBoxed),
        two("ConcurrentHashMap", Ops::addMap),
        two("map and flag", Ops::addMapAndTouch),
        two("Hashtable", Ops::addTable),
        two("LongAdder", Ops::addAdder),
        two("method reference", Ops::addByReference),
        two("read-write lock", Ops::addLocked),
        Scenario.named("not instrumented")
            .setup(Outside::new)
            .thread("first", o -> o.field++)
            .thread("second", o -> o.integer.set(o.integer.get() + 1)),
        Scenario.named("nothing is seen")
            .setup(() -> new int[1])
            .thread("first", n -> n[0]++)
            .thread("second", n -> n[0]++));
  }
}
