// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Something that happens once, with an outcome, and those who wait for it: what lies under a
 * promise or a latch.
 *
 * <p>Any number of waiters suspend; one {@link #tryResumeAll} sets the outcome and resumes them
 * all, each once, in the order in which they came; later ones are resumed at once.
 *
 * <p><b>Memory consistency effects:</b> actions before the successful {@link #tryResumeAll}
 * happen-before {@link Waiter#resumed} and before the return of any operation that shows the
 * outcome (PR-9). <b>Progress:</b> lock-free but for the callbacks. <b>Cost:</b> this object is 16
 * bytes; the first waiter is kept in it and costs one compare-and-set; each later one costs a
 * fetch-and-add and a compare-and-set, and 4 bytes and a share of its segment beside itself.
 * <b>Context:</b> any thread, a callback (of this object too), a Cleaner, a signal handler.
 *
 * @param <T> the outcome, of which null is a legal value
 * @obligation PR-1 PR-2 PR-3 PR-5 PR-9 PR-10 PR-11 PR-12 BC-1 BC-2 BC-4 BC-10 RALL-7 RALL-10
 */
public class OneShot<T> extends WaiterOwner {
  /*
   *                  +--> waiter w --+
   *       suspend    |       |       |  second suspend        tryResumeAll
   *   null ----------+       |       +----------------> queue -------------> outcome
   *     ^  <-----------------+                                                  ^
   *     |      cancel w      |  tryResumeAll                                    |
   *     +--------------------+--------------------------------------------------+
   *
   * All transitions are compare-and-sets on state, and outcome is final. The queue is final but for
   * the outcome: it does not go back when its waiters are cancelled. A waiter that was put into state
   * and then moved into a queue is its first cell.
   *
   * A waiter object is never put into state twice (MEM-7), therefore a compare-and-set that expects
   * one cannot be deceived by a later registration; null may come back, and whoever expects it does
   * not care how often it did.
   */
  private volatile Object state;

  /** Nothing has happened, nobody waits. */
  public OneShot() {}

  /**
   * Has happened.
   *
   * @param outcome with this
   */
  protected OneShot(T outcome) {
    STATE.set(
        this, Boxed.box(outcome)); // Plain: a constructor's write; safe publication is the user's.
  }

  /**
   * Waits for the outcome.
   *
   * @param waiter who waits; a fresh one. It is its own handle; {@link Waiter#cancel} returns
   *     false, and never throws, if the waiter is resumed or was cancelled before
   * @return true if it waits; false if the outcome was there, and then the waiter has been resumed
   *     by this call
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if the waiter has been registered before
   * @obligation PR-5 PR-6 BC-3 BC-10
   */
  public final boolean suspend(Waiter<? super T> waiter) {
    Objects.requireNonNull(waiter, "waiter");
    waiter.requireFresh();
    for (; ; ) {
      Object s = state;
      if (s == null) {
        waiter.attach(this);
        // Against other suspenders and the resumer; the loser looks at what is there now.
        if (STATE.compareAndSet(this, null, waiter)) {
          return true;
        }
      } else if (s instanceof OneShotQueue queue) {
        if (queue.suspend(waiter)) {
          return true;
        }
        // PR-4: the queue was closed after the outcome was set, and we have seen it closed.
        Nesting.deliver(this, waiter, outcomeOf(state));
        return false;
      } else if (s instanceof Waiter<?> first) {
        // Against the first waiter's cancel, the resumer and others who make a queue; whoever wins,
        // we look again. A queue that loses is garbage.
        STATE.compareAndSet(this, first, newQueue(first));
      } else {
        Nesting.deliver(this, waiter, outcomeOf(s));
        return false;
      }
    }
  }

  /**
   * Sets the outcome, if there is none yet, and resumes all waiters.
   *
   * <p>If a callback throws, the others are called first, and then the first throwable is thrown,
   * the later ones suppressed in it; the outcome is set all the same. Within about 32 nested calls
   * on one thread, this returns after its callbacks; beyond, the outermost call makes them before
   * it returns.
   *
   * @param outcome the outcome
   * @return whether this call set it
   * @obligation PR-1 PR-3 PR-10 PR-12 RALL-7 RALL-10 RALL-11
   */
  public final boolean tryResumeAll(T outcome) {
    for (; ; ) {
      Object s = state;
      if (isOutcome(s)) {
        return false;
      }
      // PR-1, PR-3: one winner, and the outcome is there before anybody is resumed. Against other
      // resumers, who see it and give up, and against suspenders and a canceller, who look again.
      if (STATE.compareAndSet(this, s, Boxed.box(outcome))) {
        if (s instanceof OneShotQueue queue) {
          queue.resumeAll(this, outcome);
        } else if (s != null) {
          // The compare-and-set has claimed the waiter: its cancel will find the outcome.
          @SuppressWarnings("unchecked")
          Waiter<? super T> waiter = (Waiter<? super T>) s;
          Nesting.deliver(this, waiter, outcome);
        }
        return true;
      }
    }
  }

  /**
   * Whether it has happened.
   *
   * @return whether the outcome is set
   * @obligation PR-2 PR-9
   */
  public final boolean isResumed() {
    return isOutcome(state);
  }

  /**
   * The outcome.
   *
   * @param absent what to return if there is none yet
   * @return the outcome or {@code absent}
   * @obligation PR-2 PR-9
   */
  public final T outcome(T absent) {
    Object s = state;
    return isOutcome(s) ? outcomeOf(s) : absent;
  }

  @Override
  final boolean cancel(Waiter<?> waiter, Segment segment, int offset) {
    if (!OneShotQueue.cancel(segment, offset, waiter)) {
      return false;
    }
    waiter.leave(this);
    return true;
  }

  @Override
  final boolean cancel(Waiter<?> waiter) {
    for (; ; ) {
      Object s = state;
      if (s == waiter) {
        // Against the resumer, who then has claimed us, and a second suspender, who moves us.
        if (STATE.compareAndSet(this, waiter, null)) {
          return true;
        }
      } else {
        return s instanceof OneShotQueue queue && queue.cancelFirst(waiter);
      }
    }
  }

  private OneShotQueue newQueue(Waiter<?> first) {
    int order = Cells.checkOrder(segmentOrder());
    long firstIndex = firstIndex();
    return new OneShotQueue(
        this, first, order, firstIndex < 0 ? Cells.firstIndex(order) : firstIndex);
  }

  /**
   * The logarithm of the number of cells of a segment, asked for when the second waiter comes.
   *
   * @return from 0 to 15
   */
  protected int segmentOrder() {
    return Cells.DEFAULT_ORDER;
  }

  /** Where indices start; negative for the default. Tests start near the edges. */
  long firstIndex() {
    return -1;
  }

  private static boolean isOutcome(Object s) {
    return s != null && !(s instanceof Waiter) && !(s instanceof OneShotQueue);
  }

  @SuppressWarnings("unchecked")
  private T outcomeOf(Object s) {
    return (T) Boxed.unbox(s);
  }

  // ---- for people and tests

  /**
   * The state, and the cells if there is a queue, drawn. The outcome itself is not printed.
   *
   * @return several lines
   */
  public final String dump() {
    Object s = state;
    if (s instanceof OneShotQueue queue) {
      return "queue\n" + CellsDump.dump(queue);
    }
    return s == null ? "empty" : s instanceof Waiter ? "one waiter" : "resumed";
  }

  /**
   * Checks the structure at rest, that is while no operation is under way.
   *
   * @throws IllegalStateException if an invariant is broken, with a dump
   * @obligation ARR-3 ARR-13 ARR-14 ARR-17
   */
  public final void validate() {
    if (state instanceof OneShotQueue queue) {
      CellsDump.validate(queue);
    }
  }

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(OneShot.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
