// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.sync.ThreadWaiter.End;

/**
 * Threads and callbacks that wait until some state that they look at has changed.
 *
 * <p>With a lock: test the state under the lock, and {@link #await(Lock)} in a loop while it is not
 * as wanted; change it under the lock, and {@link #broadcast}. Without a lock: {@link
 * #loopNoMutex}.
 *
 * <p><b>Memory consistency effects:</b> those of the lock, where there is one. Without it: actions
 * before a {@link #broadcast} happen-before each callback and return that it causes; and a {@link
 * #loopNoMutex} whose waiter was registered too late for a broadcast sees in its next update what
 * was written before it, even into plain fields (COND-11). A waiter that one broadcaster has
 * claimed gets no edge from another that came later; if both write plain fields they must order
 * themselves, by a lock or by volatile fields. <b>Progress:</b> {@link #broadcast} and {@link
 * #registerImmediate} are lock-free but for callbacks, and for a synchronous {@link Mutex} that
 * threads wait with, in whose line a broadcast puts them: that is obstruction-free, as {@link
 * Semaphore} says. The others block. <b>Cost:</b> that of {@link Broadcast}, and with a mutex that
 * of {@link Mutex#lock(org.cqskernel.cqs.Waiter)} for each waiter. <b>Context:</b> broadcast and
 * registerImmediate any thread, a callback, a Cleaner, a signal handler.
 *
 * @obligation COND-1 COND-2 COND-3 COND-4 COND-5 COND-6 COND-7 COND-8 COND-9 COND-10 COND-11
 *     COND-12 COND-13 COND-14
 */
public final class Condition {
  /*
   * Why no wake-up is lost with a lock (COND-1, COND-4):
   *   1. We saw the state unchanged, with the lock held.
   *   2. We registered, with the lock still held.
   *   3. We unlocked, and sleep.
   *   4. Whoever changes the state locks after 3, therefore after 2, and then broadcasts.
   *   5. So the broadcast's snapshot comes after our registration and covers us.
   * Therefore we can only sleep for ever if nobody changes the state.
   *
   * Without a lock (COND-8): we register before we look. A change that our look has missed came after
   * it; its broadcast comes after the change; therefore after our registration, and covers us.
   */
  private final Broadcast broadcast;

  /** Without waiters. */
  public Condition() {
    broadcast = new Broadcast();
  }

  Condition(int segmentOrder) {
    broadcast = new Broadcast(segmentOrder);
  }

  // ---- with a lock

  /**
   * Unlocks, waits for a broadcast, and locks again, with nothing lost in between.
   *
   * @param lock held once by this thread; held again when this returns or throws
   * @throws InterruptedException if the thread was interrupted and no broadcast has claimed it
   * @throws IllegalMonitorStateException or whatever unlocking throws, if the lock is not held;
   *     then nothing stays registered
   * @throws NullPointerException if the lock is null
   * @obligation COND-1 COND-2 COND-3 COND-4 COND-5 COND-14
   */
  public void await(Lock lock) throws InterruptedException {
    await(new LockWaiter.OfLock(lock), false, 0);
  }

  /**
   * Unlocks, waits for a broadcast for a limited time, and locks again.
   *
   * @param lock held once by this thread; held again when this returns or throws
   * @param timeout how long; with zero or less it unlocks and locks and does not wait
   * @param unit of the time-out
   * @return whether there was a broadcast before the time was over
   * @throws InterruptedException if the thread was interrupted and no broadcast has claimed it
   * @throws IllegalMonitorStateException or whatever unlocking throws, if the lock is not held;
   *     then nothing stays registered
   * @throws NullPointerException if an argument is null
   * @obligation COND-1 COND-2 COND-3 COND-4 COND-5 COND-14
   */
  public boolean await(Lock lock, long timeout, TimeUnit unit) throws InterruptedException {
    return await(new LockWaiter.OfLock(lock), true, unit.toNanos(timeout));
  }

  /**
   * Unlocks, waits for a broadcast, and locks again, with nothing lost in between. The broadcast
   * puts the threads that it covers in the line for the mutex, in the order in which they came, and
   * each is woken when it has the mutex.
   *
   * @param mutex held by the caller; held again when this returns or throws
   * @throws InterruptedException if the thread was interrupted and no broadcast has claimed it
   * @throws IllegalMonitorStateException if the mutex is unlocked; then nothing stays registered
   * @throws NullPointerException if the mutex is null
   * @obligation COND-1 COND-2 COND-3 COND-4 COND-5 COND-14
   */
  public void await(Mutex mutex) throws InterruptedException {
    await(new LockWaiter.OfMutex(mutex), false, 0);
  }

  /**
   * Unlocks, waits for a broadcast for a limited time, and locks again.
   *
   * @param mutex held by the caller; held again when this returns or throws
   * @param timeout how long; with zero or less it unlocks and locks and does not wait
   * @param unit of the time-out
   * @return whether there was a broadcast before the time was over
   * @throws InterruptedException if the thread was interrupted and no broadcast has claimed it
   * @throws IllegalMonitorStateException if the mutex is unlocked; then nothing stays registered
   * @throws NullPointerException if an argument is null
   * @obligation COND-1 COND-2 COND-3 COND-4 COND-5 COND-14
   */
  public boolean await(Mutex mutex, long timeout, TimeUnit unit) throws InterruptedException {
    return await(new LockWaiter.OfMutex(mutex), true, unit.toNanos(timeout));
  }

  private boolean await(LockWaiter waiter, boolean timed, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(); // COND-3: the lock is held, nothing was registered.
    }
    broadcast.suspend(waiter); // COND-1: before the lock is let go.
    try {
      waiter.unlock();
    } catch (Throwable t) {
      waiter.withdraw();
      throw t;
    }
    End end = null;
    try {
      end = timed ? waiter.await(this, nanos) : waiter.await(this);
    } finally {
      waiter.lockAgain(end); // COND-2: whatever happened, and uninterruptibly.
    }
    if (end == End.INTERRUPTED) {
      throw new InterruptedException();
    }
    return end == End.RESUMED;
  }

  // ---- without a lock

  /**
   * Waits for a broadcast. A broadcast between the caller's look at the state and this call is
   * missed: therefore this is safe only if the two cannot be separated by one, as when one thread
   * does both (COND-7). {@link #loopNoMutex} has no such gap.
   *
   * @throws InterruptedException if the thread was interrupted and no broadcast has claimed it
   * @obligation COND-3 COND-5 COND-7
   */
  public void awaitNoMutex() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    ThreadWaiter<Void> waiter = new ThreadWaiter<>();
    broadcast.suspend(waiter);
    if (waiter.await(this) == End.INTERRUPTED) {
      throw new InterruptedException();
    }
  }

  /**
   * Looks at the state until it is as wanted, sleeping until the next broadcast after each look.
   *
   * @param update looks, and returns the result, or null to wait and look again. It may be called
   *     any number of times; a broadcast after it began causes another call
   * @param <R> the result
   * @return the first result that is not null
   * @throws InterruptedException if the thread is interrupted when it is about to sleep, broadcast
   *     or not, or sleeps
   * @throws NullPointerException if update is null
   * @obligation COND-8 COND-9 COND-10 COND-11
   */
  public <R> R loopNoMutex(Supplier<? extends R> update) throws InterruptedException {
    Objects.requireNonNull(update, "update");
    for (; ; ) {
      ThreadWaiter<Void> waiter = new ThreadWaiter<>();
      broadcast.suspend(waiter); // COND-8: before the look.
      boolean sleeping = false;
      try {
        R result = update.get();
        if (result != null) {
          return result;
        }
        sleeping = !Thread.interrupted(); // COND-10: an interrupt counts even if we are called.
      } finally {
        if (!sleeping) {
          waiter.cancel(); // COND-9: on every exit; false if a broadcast was faster.
        }
      }
      if (!sleeping || waiter.await(this) == End.INTERRUPTED) {
        throw new InterruptedException();
      }
    }
  }

  /**
   * Calls back at the next broadcast, in the broadcaster's thread, or here if one overtakes the
   * registration.
   *
   * @param callback called once, unless cancelled before
   * @return the handle; cancelling it twice throws
   * @throws NullPointerException if the callback is null
   * @obligation COND-12 BC-5
   */
  public Suspension registerImmediate(Runnable callback) {
    return broadcast.suspend(callback);
  }

  /**
   * Wakes all who wait.
   *
   * <p>If callbacks throw, all others are called first, then the first throwable is thrown.
   *
   * @obligation COND-4 COND-11 COND-13 RALL-5 RALL-7
   */
  public void broadcast() {
    broadcast.resumeAll();
  }

  // ---- for people and tests

  /** The waiters' cells, drawn. */
  @Override
  public String toString() {
    return broadcast.toString();
  }

  /**
   * Checks the structure at rest, that is while no operation is under way.
   *
   * @throws IllegalStateException if an invariant is broken, with a dump
   */
  public void validate() {
    broadcast.validate();
  }
}
