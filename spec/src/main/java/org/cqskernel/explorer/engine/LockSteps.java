// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import static org.cqskernel.explorer.engine.Hooks.abortIfOver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.instrument.Effects;

/**
 * The steps of monitors and locks.
 *
 * <p>Taking a lock is one step, possible when the lock is free; freeing it is one step. A timed
 * attempt is never blocked: made before the lock is freed it is a time-out. An interrupt does not
 * end a wait for a lock, but a wait for a condition.
 *
 * <p>Waiting for a condition takes four steps: free the lock, wait for a signal, leave the set of
 * waiting threads unless a signal has already taken the thread out, take the lock.
 */
final class LockSteps {
  private LockSteps() {}

  static int lockOf(Machine m, Object lock) {
    return m.locations.of(lock, Machine.LOCK, 0);
  }

  private static int step(Machine m, Object base, int key, int index, int effects, int site) {
    int location = m.locations.of(base, key, index);
    int t = m.current;
    m.announce(t, location, effects, site);
    m.runner.turn(t);
    if (m.clocks != null && key == Machine.LOCK) {
      m.clocks.access(m.worker(), location, effects, site, base);
    }
    return location;
  }

  private static final int CHANGE = Effects.READ | Effects.WRITE;
  private static final int ACQUIRE = CHANGE | Effects.RMW | Effects.ACQUIRE | Effects.LOCKING;
  private static final int RELEASE =
      Effects.WRITE | Effects.RELEASE | Effects.LOCKING | Effects.ENABLING;

  static void acquire(Machine m, Object lock, int count, int site) {
    abortIfOver(m);
    int w = m.worker();
    int location = lockOf(m, lock);
    int held = m.locks.holds(location, w);
    if (held == 0) {
      step(m, lock, Machine.LOCK, 0, ACQUIRE | Effects.BLOCKING, site);
    }
    m.locks.set(location, w, held + count);
  }

  static boolean attempt(Machine m, Object lock, int site) {
    abortIfOver(m);
    int w = m.worker();
    int location = lockOf(m, lock);
    int held = m.locks.holds(location, w);
    if (held == 0) {
      step(m, lock, Machine.LOCK, 0, ACQUIRE | Effects.CONDITIONAL, site);
      Hooks.compared(m.locks.isFree(location));
      if (!m.locks.isFree(location)) {
        ThreadHooks.result(m, "false");
        return false;
      }
      ThreadHooks.result(m, "true");
    }
    m.locks.set(location, w, held + 1);
    return true;
  }

  static void release(Machine m, Object lock, int site) {
    if (m.aborting) {
      return; // An exit in the handler of an exception would be repeated without end.
    }
    int w = m.worker();
    int location = lockOf(m, lock);
    int held = m.locks.holds(location, w);
    if (held == 0) {
      throw new IllegalMonitorStateException("freed by a thread that does not hold it");
    }
    if (held == 1) {
      step(m, lock, Machine.LOCK, 0, RELEASE, site);
    }
    m.locks.set(location, w, held - 1);
  }

  static void throwIfInterrupted(Machine m, int site) throws InterruptedException {
    abortIfOver(m);
    int w = m.worker();
    step(m, null, Machine.PERMIT, w, CHANGE, site);
    if (m.threads.interrupted[w]) {
      m.threads.interrupted[w] = false;
      throw new InterruptedException();
    }
  }

  /** Returns whether a signal ended it, rather than the time. */
  static boolean await(Machine m, Object lock, Object condition, long nanos, int site)
      throws InterruptedException {
    int w = m.worker();
    int location = lockOf(m, lock);
    int held = m.locks.holds(location, w);
    if (held == 0) {
      throw new IllegalMonitorStateException("waits without the lock");
    }
    throwIfInterrupted(m, site);
    step(m, lock, Machine.LOCK, 0, RELEASE, site);
    m.locks.set(location, w, 0);
    m.locks.waitSet(condition).add(w);
    ThreadModel threads = m.threads;
    threads.wait[w]++;
    int blocking = nanos < 0 ? Effects.BLOCKING | Effects.SIGNALLING : 0;
    step(m, null, Machine.PERMIT, w, CHANGE | blocking, site);
    boolean signalled = threads.signalled[w] == threads.wait[w];
    boolean interrupted = !signalled && threads.interrupted[w];
    if (!signalled) {
      step(m, condition, Machine.WAIT_SET, 0, CHANGE, site);
      signalled = !m.locks.waitSet(condition).remove(w);
    }
    if (!signalled && !interrupted && nanos >= 0) {
      threads.elapsedNanos[w] += nanos;
    }
    ThreadHooks.result(m, signalled ? "signalled" : interrupted ? "interrupted" : "not signalled");
    acquire(m, lock, held, site);
    if (interrupted && !signalled) {
      throwIfInterrupted(m, site);
    }
    return signalled;
  }

  static void signal(Machine m, Object lock, Object condition, boolean all, int site) {
    abortIfOver(m);
    if (m.locks.holds(lockOf(m, lock), m.worker()) == 0) {
      throw new IllegalMonitorStateException("signals without the lock");
    }
    step(m, condition, Machine.WAIT_SET, 0, CHANGE, site);
    ArrayDeque<Integer> waiting = m.locks.waitSet(condition);
    List<Integer> chosen = new ArrayList<>();
    while (!waiting.isEmpty() && (all || chosen.isEmpty())) {
      chosen.add(waiting.remove());
    }
    for (int w : chosen) {
      int wait = m.threads.wait[w];
      step(m, null, Machine.PERMIT, w, CHANGE, site);
      if (!m.threads.canStopWaiting(w)) {
        m.gavePermit();
      }
      m.threads.signalled[w] = wait;
    }
  }
}
