// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Objects;
import java.util.concurrent.locks.Lock;
import org.cqskernel.cqs.Waiter;

/**
 * A thread that waits for a broadcast with a lock let go, and has the lock again when its wait is
 * over, however it ends (COND-2).
 */
abstract class LockWaiter extends ThreadWaiter<Void> {

  /** Lets the lock go, after the registration (COND-1). Throws if it is not held. */
  abstract void unlock();

  /** Takes the lock again, after a wait that has ended like this, and whatever interrupts. */
  abstract void lockAgain(End end);

  /** COND-14: leaves the condition although its wait has not begun, as unlock has thrown. */
  abstract void withdraw();

  /** Any lock: the thread is woken by the broadcast, and then competes for the lock. */
  static final class OfLock extends LockWaiter {
    private final Lock lock;

    OfLock(Lock lock) {
      this.lock = Objects.requireNonNull(lock, "lock");
    }

    @Override
    void unlock() {
      lock.unlock();
    }

    @Override
    void lockAgain(End end) {
      lock.lock();
    }

    @Override
    void withdraw() {
      cancel(); // If a broadcast was faster, so be it: it has woken nobody.
    }
  }

  /**
   * A mutex: the broadcast moves the waiter into the mutex's line, and the thread is woken once,
   * when it has the mutex. So a broadcast under the mutex wakes nobody who would only find it
   * locked.
   */
  static final class OfMutex extends LockWaiter {
    /*
     *            broadcast                        unlock, or at once if unlocked
     *   waiting ------------> in line for the mutex ------------------------> woken with the mutex
     *      |
     *      | cancel: interrupt, time-out
     *      +------------> leaves, and locks as others do
     *
     * A claim by a broadcast cannot be undone (COND-5), and neither can the place in line that follows
     * it, because Turn is nobody's handle. Therefore a thread whose cancel has failed waits on for the
     * mutex, and for nothing else (COND-2).
     */
    private final Mutex mutex;

    /** Throws if the mutex is not locked. */
    OfMutex(Mutex mutex) {
      this.mutex = Objects.requireNonNull(mutex, "mutex");
      // COND-14: before the registration, because a broadcast that comes after it locks the mutex.
      mutex.requireLocked();
    }

    @Override
    void unlock() {
      mutex.unlock();
    }

    /** The broadcaster lines up for this thread, in order and without waiting. */
    @Override
    protected void resumed(Void broadcast) {
      mutex.lock(new Turn());
    }

    @Override
    void lockAgain(End end) {
      if (end != End.RESUMED) {
        mutex.lock();
      }
    }

    @Override
    void withdraw() {
      if (!cancel()) {
        awaitUninterruptibly(mutex);
        mutex.unlock(); // A broadcast was faster: give back what it got for us.
      }
    }

    /**
     * This thread's place in the mutex's line. It and its condition's waiter are leaves: the one
     * ends in the other, and that in unparking, so nothing nests deeper.
     */
    private final class Turn extends Waiter<Void> {
      @Override
      protected boolean isLeaf() {
        return true;
      }

      @Override
      protected void resumed(Void permit) {
        wake(null);
      }
    }
  }
}
