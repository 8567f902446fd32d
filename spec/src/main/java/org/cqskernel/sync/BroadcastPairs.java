// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;

/** Broadcast: each operation against each, with nobody waiting yet and with one who waits. */
public final class BroadcastPairs implements PairSource {

  static final class State {
    final Broadcast broadcast;
    final Ledger first = new Ledger("first");
    private final Ledger[] registered = new Ledger[2];
    private final int[] calls = new int[2];
    private final Suspension[] handles = new Suspension[2];

    State(int order) {
      broadcast = order < 0 ? new Broadcast() : new Broadcast(order);
      if (order >= 0) {
        broadcast.suspend(first);
      }
    }

    void suspend(int party) {
      registered[party] = new Ledger(String.valueOf(party));
      broadcast.suspend(registered[party]);
    }

    void suspendRunnable(int party) {
      handles[party] = broadcast.suspend(() -> calls[party]++);
    }

    void check(boolean withFirst) {
      broadcast.validate();
      broadcast.resumeAll();
      if (withFirst) {
        first.checkCalled();
      }
      for (int party = 0; party < 2; party++) {
        if (registered[party] != null) {
          registered[party].checkSettled();
        }
        if (calls[party] != (handles[party] == null ? 0 : 1)) {
          throw new AssertionError("the callback has run " + calls[party] + " times (BC-4)");
        }
      }
      broadcast.validate();
    }
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    for (int order = -1; order <= 2; order++) {
      int o = order;
      all.add(
          Pairs.of(order < 0 ? "broadcast, fresh" : "broadcast " + order, () -> new State(o))
              .operation("suspend(Waiter)", State::suspend)
              .operation("suspend(Runnable)", State::suspendRunnable)
              .operation("cancel()", State::suspend, (s, p) -> s.registered[p].tryCancel())
              .operation("resumeAll()", (s, p) -> s.broadcast.resumeAll())
              .reading("toString()", s -> s.broadcast.toString())
              .check(s -> s.check(o >= 0))
              .covers("BC-2", "BC-4", "BC-10", "RALL-2"));
    }
    return all;
  }
}
