// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.testing;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.cqskernel.cqs.Waiter;

/** Accounts for waiters: each is called once, or cancelled once, and never both. */
public final class Ledger {
  private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicLong settled = new AtomicLong();

  /** A waiter that is entered here. */
  public final class Entry extends Waiter<Object> {
    private final AtomicInteger called = new AtomicInteger();
    private final Runnable then;
    private volatile boolean cancelled;

    private Entry(Runnable then) {
      this.then = then;
    }

    @Override
    protected void resumed(Object value) {
      called.incrementAndGet();
      then.run();
    }

    /** Cancels, at most once and by one thread. */
    public boolean tryCancel() {
      boolean won = cancel();
      if (won) {
        cancelled = true;
      }
      return won;
    }

    private String fault() {
      int calls = called.get();
      if (calls == (cancelled ? 0 : 1)) {
        return null;
      }
      return calls + " calls" + (cancelled ? ", and cancelled" : ", not cancelled");
    }
  }

  /** A new waiter. */
  public Entry enter(Runnable then) {
    Entry entry = new Entry(then);
    entries.add(entry);
    return entry;
  }

  /** Fails unless every waiter has been called or cancelled, and forgets them. */
  public void settle(Object context) {
    for (Entry e = entries.poll(); e != null; e = entries.poll()) {
      String fault = e.fault();
      if (fault != null) {
        throw new AssertionError("a waiter has " + fault + "\n" + context);
      }
      settled.incrementAndGet();
    }
  }

  /** How many have been settled. */
  public long settled() {
    return settled.get();
  }

  /** A random one of {@code list}, taken out. */
  public static <T> T takeOne(List<T> list, int random) {
    int at = Math.floorMod(random, list.size());
    T last = list.remove(list.size() - 1);
    return at == list.size() ? last : list.set(at, last);
  }
}
