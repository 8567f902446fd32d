// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.cqs.Elsewhere;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/** Broadcast: each operation against each, with nobody waiting yet and with one who waits. */
public final class BroadcastPairs implements PairSource {

  static final class State {
    final Broadcast broadcast;
    final Ledger first = new Ledger("first");
    private final Ledger[] registered = new Ledger[Pairs.PARTIES];
    private final int[] calls = new int[Pairs.PARTIES];
    private final Suspension[] handles = new Suspension[Pairs.PARTIES];

    private boolean elsewhere;

    State(int order) {
      broadcast = order < 0 ? new Broadcast() : new Broadcast(order);
      if (order >= 0) {
        broadcast.suspend(first);
      }
    }

    void prepareSuspend(int party) {
      registered[party] = new Ledger(String.valueOf(party));
    }

    void prepareCancel(int party) {
      prepareSuspend(party);
      suspend(party);
    }

    void cancelFromElsewhere() {
      for (Ledger l : registered) {
        if (l != null && Elsewhere.cancel(l)) {
          l.noteCancelled();
        }
      }
    }

    void cancel(int party) {
      Ledger l = registered[party];
      if (elsewhere ? Elsewhere.cancel(l) : l.cancel()) {
        l.noteCancelled();
      }
    }

    void suspend(int party) {
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
      for (int party = 0; party < Pairs.PARTIES; party++) {
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
  public Options options(Scenario<?> scenario, Options options) {
    return Elsewhere.options(scenario, PairSource.super.options(scenario, options));
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    for (int order = -1; order <= 2; order++) {
      int o = order;
      all.add(
          Pairs.of(order < 0 ? "broadcast, fresh" : "broadcast " + order, () -> new State(o))
              .operation("suspend(Waiter)", State::prepareSuspend, State::suspend)
              .operation(
                  Elsewhere.CANCEL, (s, p) -> s.elsewhere = true, (s, p) -> s.cancelFromElsewhere())
              .operation("suspend(Runnable)", State::suspendRunnable)
              .operation("cancel()", State::prepareCancel, State::cancel)
              .operation("resumeAll()", (s, p) -> s.broadcast.resumeAll())
              .reading("toString()", s -> s.broadcast.toString())
              .check(s -> s.check(o >= 0))
              .covers("BC-2", "BC-4", "BC-10", "RALL-2"));
    }
    return all;
  }
}
