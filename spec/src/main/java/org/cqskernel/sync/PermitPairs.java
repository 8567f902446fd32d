// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.cqs.Elsewhere;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.Pairs;

/**
 * What the pairs of {@link Semaphore} and {@link Mutex} share: everybody who gets a permit gives it
 * back at once, and the permits that are taken in the set-up are given back at the end.
 */
abstract class PermitPairs {
  private final int permits;
  private final AtomicInteger holders = new AtomicInteger();
  private final Ledger[] waiters = new Ledger[Pairs.PARTIES];
  private final Suspension[] handles = new Suspension[Pairs.PARTIES];
  private final int[] calls = new int[Pairs.PARTIES];
  private final int[] cancellations = new int[Pairs.PARTIES];

  private boolean elsewhere;

  /** CQS-16: who gives back waits for the end of a cancellation that it meets. */
  static void unsafe(Pairs<?> pairs, String gives, String timed) {
    String reason = "it waits for the end of a smart cancellation (CQS-16)";
    for (String cancels : List.of("cancel()", "cancel() of a callback", timed)) {
      if (pairs.operations().contains(cancels)) {
        pairs.unsafe(gives, cancels, reason);
      }
    }
    pairs.unsafeBeside(gives, Elsewhere.CANCEL, reason);
  }

  PermitPairs(int permits) {
    this.permits = permits;
  }

  /** Registers a waiter for a permit. */
  abstract void acquire(Ledger waiter);

  abstract Suspension acquire(Runnable callback);

  abstract boolean tryAcquire();

  abstract void release();

  abstract int available();

  abstract void validate();

  /** Takes all permits, in the set-up. */
  final void takeAll() {
    for (int i = 0; i < permits; i++) {
      if (!tryAcquire()) {
        throw new AssertionError("a fresh one has no permit");
      }
      holders.incrementAndGet();
    }
  }

  final void held() {
    if (holders.incrementAndGet() > permits) {
      throw new AssertionError("more holders than permits (SEM-1)");
    }
    giveBack();
  }

  final void giveBack() {
    holders.decrementAndGet();
    release();
  }

  final void prepareWaiter(int party) {
    waiters[party] = new Ledger(String.valueOf(party)).then(this::held);
  }

  final void prepareWaiting(int party) {
    prepareWaiter(party);
    acquireWaiter(party);
  }

  final void acquireWaiter(int party) {
    acquire(waiters[party]);
  }

  final void prepareElsewhere(int party) {
    elsewhere = true;
  }

  final void cancelFromElsewhere(int party) {
    for (Ledger l : waiters) {
      if (l != null && Elsewhere.cancel(l)) {
        l.noteCancelled();
      }
    }
  }

  final void cancelWaiter(int party) {
    Ledger l = waiters[party];
    if (elsewhere ? Elsewhere.cancel(l) : l.cancel()) {
      l.noteCancelled();
    }
  }

  final void acquireCallback(int party) {
    handles[party] =
        acquire(
            () -> {
              calls[party]++;
              held();
            });
  }

  final void cancelCallback(int party) {
    if (handles[party].cancel()) {
      cancellations[party]++;
    }
  }

  final void tryHold() {
    if (tryAcquire()) {
      held();
    }
  }

  /** Gives back the permit of the set-up, if nobody else does: in the end, or for one who waits. */
  final void releaseFirst() {
    giveBack();
  }

  /** SEM-3: all permits are free, and none lies in the queue; whoever waited has been called. */
  final void check() {
    validate();
    while (holders.get() > 0) {
      giveBack();
    }
    for (int party = 0; party < Pairs.PARTIES; party++) {
      if (waiters[party] != null) {
        waiters[party].checkSettled();
      }
      if (handles[party] != null && calls[party] + cancellations[party] != 1) {
        throw new AssertionError(
            "called " + calls[party] + ", cancelled " + cancellations[party] + " times (SEM-4)");
      }
    }
    if (available() != permits) {
      throw new AssertionError(available() + " of " + permits + " permits are free (SEM-3)");
    }
    checkQueueEmpty();
    validate();
  }

  /** A permit too many might lie in a cell, for the next one who waits. */
  private void checkQueueEmpty() {
    takeAll();
    Ledger late = new Ledger("late");
    acquire(late);
    if (late.called()) {
      throw new AssertionError("the queue has a permit of its own (SEM-3)");
    }
    giveBack();
    late.checkCalled();
    for (int i = 1; i < permits; i++) {
      giveBack();
    }
  }
}
