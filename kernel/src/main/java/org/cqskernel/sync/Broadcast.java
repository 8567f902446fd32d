// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspended;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.cqs.Waiter;

/**
 * A signal without memory, for any number of waiters and any number of broadcasters, repeatedly.
 *
 * <p>{@link #resumeAll} resumes those who wait when it is called, each once, in the order in which
 * they came. A broadcast that finds nobody has no later effect. With several broadcasters at a
 * time, one may return while another still owes calls to waiters that were there before both
 * (RALL-5): a claim is atomic, a wake-up of all is not.
 *
 * <p><b>Memory consistency effects:</b> actions before {@link #suspend} happen-before the callback.
 * Actions before a {@link #resumeAll} happen-before each callback that it leads to, and before
 * whatever follows the return of a {@link #suspend} that it came too early for, even if it found
 * nobody: a waiter is either called, or sees what was written before the broadcast (COND-11). A
 * waiter that another broadcaster had claimed gets no such edge from this one. <b>Progress:</b>
 * lock-free but for the callbacks. <b>Cost:</b> 16 bytes while nobody ever waited; suspend is one
 * fetch-and-add and one compare-and-set, a broadcast one fetch-and-add and one compare-and-set, and
 * one read, one compare-and-set and the call per waiter. <b>Context:</b> any thread, a callback of
 * this object too, a Cleaner, a signal handler.
 *
 * @obligation BC-1 BC-2 BC-3 BC-4 BC-5 BC-6 BC-7 BC-8 BC-9 BC-10 BC-11 RALL-1 RALL-5 COND-11
 *     COND-13
 */
public final class Broadcast {
  /*
   * This is the asynchronous, simple, valueless case of Cqs: its cells know EMPTY, WAITER, RESUMED
   * and CANCELLED. The queue is made for the first waiter and stays.
   */
  private static final int DEFAULT_ORDER = 5;

  /** Null until the first waiter comes, then final. CAS by suspenders, and by broadcasters. */
  private volatile Cqs<Void> queue;

  /** Without waiters. */
  public Broadcast() {}

  /** With segments of {@code 1 << segmentOrder} cells, for tests. */
  Broadcast(int segmentOrder) {
    QUEUE.set(this, newQueue(segmentOrder));
  }

  private static Cqs<Void> newQueue(int order) {
    return new Cqs<>(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Void>() {}, order);
  }

  /**
   * Waits for the next broadcast.
   *
   * @param callback called once, here or by a broadcaster, unless cancelled before; see {@link
   *     Waiter} for what it may do
   * @return the handle; cancelling it twice throws
   * @throws NullPointerException if the callback is null
   * @obligation BC-3 BC-4 BC-6 BC-10
   */
  public Suspension suspend(Runnable callback) {
    CallbackWaiter<Void> waiter = new CallbackWaiter<>(callback);
    suspend(waiter);
    return waiter;
  }

  /**
   * Waits for the next broadcast, without allocating anything beside the waiter.
   *
   * @param waiter who waits; a fresh one, and its own handle; cancelling it twice throws
   * @return true if it waits; false if a broadcast overtook the registration, and then this call
   *     has called it
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if the waiter has been registered before
   * @obligation BC-3 BC-4 BC-6 BC-9 BC-10
   */
  public boolean suspend(Waiter<? super Void> waiter) {
    Objects.requireNonNull(waiter, "waiter");
    return queueForSuspend().suspend(waiter) == Suspended.WAITING;
  }

  private Cqs<Void> queueForSuspend() {
    Cqs<Void> q = queue;
    if (q != null) {
      return q;
    }
    q = newQueue(DEFAULT_ORDER);
    // Against other suspenders; the loser drops its queue and takes the winner's.
    @SuppressWarnings("unchecked")
    Cqs<Void> winner = (Cqs<Void>) QUEUE.compareAndExchange(this, null, q);
    return winner == null ? q : winner;
  }

  /**
   * Resumes all who wait.
   *
   * <p>If a callback throws, the others are called first, and then the first throwable is thrown,
   * the later ones suppressed in it. Within about 32 nested calls on one thread, this returns after
   * the callbacks that it owes; beyond, the outermost call makes them before it returns.
   *
   * @obligation RALL-1 RALL-2 RALL-3 RALL-4 RALL-5 RALL-6 RALL-7 RALL-8 RALL-9 RALL-10 COND-11
   */
  public void resumeAll() {
    // Nobody has waited yet: replacing null by null finds nothing to do, and publishes to the
    // suspender that will replace it by a queue (COND-11). If that one was faster, there is a
    // queue.
    if (queue != null || !QUEUE.compareAndSet(this, null, null)) {
      queue.resumeAll(null);
    }
  }

  /** The cells, drawn. */
  @Override
  public String toString() {
    Cqs<Void> q = queue;
    return q == null ? "no waiter yet\n" : q.toString();
  }

  /**
   * Checks the structure at rest, that is while no operation is under way.
   *
   * @throws IllegalStateException if an invariant is broken, with a dump
   */
  public void validate() {
    Cqs<Void> q = queue;
    if (q != null) {
      q.validate();
    }
  }

  private static final VarHandle QUEUE;

  static {
    try {
      QUEUE = MethodHandles.lookup().findVarHandle(Broadcast.class, "queue", Cqs.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
