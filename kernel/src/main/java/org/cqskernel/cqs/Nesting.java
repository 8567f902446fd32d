// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The sweeps that are under way on one thread, one inside a callback of the other, and those that
 * were put off because there were too many.
 */
final class Nesting {
  /*
   * A callback may resume others, whose callbacks may resume others, and so on. Up to LIMIT such
   * calls nest as they are written. Beyond that, a resumption still claims its cells at once but
   * leaves the calls to the outermost sweep of this thread, as a Deferred, and returns (RALL-10).
   * The outermost sweep runs what was left to it before it returns, in the order in which it was
   * left, each thing once, whatever throws (RALL-11).
   *
   * Only the owning thread touches an instance, but a signal handler may interrupt that thread
   * between any two accesses and run any operation to its end (RALL-12). Such a handler finds depth
   * as we left it and restores it. It may push, therefore a push is a compare-and-set and a drain
   * takes the whole list by an exchange. It may push after our last look at the list, therefore the
   * outermost sweep looks once more after it has set depth back to 0: what is pushed later is pushed
   * by a sweep that is outermost itself.
   */
  static final int LIMIT = 32;

  private static final ThreadLocal<Nesting> CURRENT = ThreadLocal.withInitial(Nesting::new);

  private int depth;

  /**
   * A stack, last pushed first. CAS by pushes, exchange by drains; one thread, maybe interrupted.
   */
  private volatile Deferred pending;

  private Nesting() {}

  /** Calls that were put off. A fresh instance is pushed once. */
  abstract static class Deferred {
    private Deferred next;

    /** Makes the calls, all of them, and throws at the end what they threw. */
    abstract void run();
  }

  static Nesting current() {
    return CURRENT.get();
  }

  boolean isTooDeep() {
    return depth >= LIMIT;
  }

  void defer(Deferred deferred) {
    for (; ; ) {
      Deferred seen = pending;
      deferred.next = seen;
      // Against a handler that pushed between our read and here; the loser links to what it pushed.
      if (PENDING.compareAndSet(this, seen, deferred)) {
        return;
      }
    }
  }

  /** Enters one level of nesting. Returns the depth to give back to {@link #leave}. */
  int enter() {
    int before = depth;
    depth = before + 1;
    return before;
  }

  /** Leaves the level; the outermost one makes the calls that were put off. */
  Failures leave(int before, Failures failures) {
    depth = before;
    return before == 0 && pending != null ? drain(failures) : failures;
  }

  private Failures drain(Failures failures) {
    do {
      depth = 1;
      for (Deferred d = takeInOrder(); d != null; d = takeInOrder()) {
        for (; d != null; d = d.next) {
          try {
            d.run();
          } catch (Throwable t) {
            failures = Failures.add(failures, t);
          }
        }
      }
      depth = 0;
    } while (pending != null);
    return failures;
  }

  private Deferred takeInOrder() {
    Deferred last = pending == null ? null : (Deferred) PENDING.getAndSet(this, null);
    Deferred first = null;
    while (last != null) {
      Deferred before = last.next;
      last.next = first;
      first = last;
      last = before;
    }
    return first;
  }

  /** Makes a call now, or leaves it to the outermost sweep if this thread is too deep. */
  static void call(Deferred call) {
    Nesting nesting = current();
    if (nesting.isTooDeep()) {
      nesting.defer(call);
      return;
    }
    Failures failures = null;
    int before = nesting.enter();
    try {
      call.run();
    } catch (Throwable t) {
      failures = Failures.add(null, t);
    }
    failures = nesting.leave(before, failures);
    if (failures != null) {
      throw failures.rethrow();
    }
  }

  /** Resumes one waiter, whose cell the caller has claimed for it. */
  static <T> void deliver(WaiterOwner owner, Waiter<T> waiter, T value) {
    if (waiter.isLeaf()) {
      handOver(owner, waiter, value);
      return;
    }
    Nesting nesting = current();
    if (nesting.isTooDeep()) {
      nesting.defer(new Delivery<>(owner, waiter, value));
      return;
    }
    Failures failures = null;
    int before = nesting.enter();
    try {
      handOver(owner, waiter, value);
    } catch (Throwable t) {
      failures = Failures.add(null, t);
    }
    failures = nesting.leave(before, failures);
    if (failures != null) {
      throw failures.rethrow();
    }
  }

  /** The call itself, for whoever has entered a level, or a leaf. */
  static <T> void handOver(WaiterOwner owner, Waiter<T> waiter, T value) {
    waiter.leave(owner);
    if (!waiter.tryResume(value)) {
      // The owner is foreign code, even if the waiter is a leaf.
      call(new Undelivered(owner, value));
    }
  }

  static final class Delivery<T> extends Deferred {
    private final WaiterOwner owner;
    private final Waiter<T> waiter;
    private final T value;

    Delivery(WaiterOwner owner, Waiter<T> waiter, T value) {
      this.owner = owner;
      this.waiter = waiter;
      this.value = value;
    }

    @Override
    void run() {
      handOver(owner, waiter, value);
    }
  }

  private static final class Undelivered extends Deferred {
    private final WaiterOwner owner;
    private final Object value;

    Undelivered(WaiterOwner owner, Object value) {
      this.owner = owner;
      this.value = value;
    }

    @Override
    void run() {
      owner.undelivered(value);
    }
  }

  private static final VarHandle PENDING;

  static {
    try {
      PENDING = MethodHandles.lookup().findVarHandle(Nesting.class, "pending", Deferred.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
