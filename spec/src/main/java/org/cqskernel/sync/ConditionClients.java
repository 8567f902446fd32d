// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.Gate;
import org.cqskernel.cqs.Waiter;

/**
 * Those that wait on a condition in a scenario that mirrors a module, and what is seen of their
 * waiters. {@link Condition} makes these itself, therefore they are looked up in the cells.
 *
 * <p>A waiter that is covered before it has arrived is never in a cell: nothing is known of it. It
 * calls itself, and in the module the sweeper does so, who has one waiter at a time in hand: then
 * the module may claim others later than the code does.
 */
final class ConditionClients {
  private static final int ORDER = 2;

  /** One that registers, or several times one after the other. */
  static final class Client implements Runnable {
    final Object name;

    private final boolean isWaiter;

    /** Whether its looks throw. */
    boolean throwing;

    /** Whether it, or who interrupts it, does nothing. */
    boolean stays;

    /** The scenario's: whether it cancels, or is interrupted. */
    final Gate gate = new Gate();

    Thread thread;
    boolean interrupted;
    private volatile boolean called;
    String end;
    Waiter<?> waiter;
    int slot;

    /** Whether the module may claim its waiter later than the code does. */
    private boolean unsure;

    Client(Object name, boolean isWaiter) {
      this.name = name;
      this.isWaiter = isWaiter;
    }

    /** A callback. */
    @Override
    public void run() {
      called = true;
    }

    void end(String how) {
      if (end == null) {
        end = how;
      }
    }

    boolean isRegistered() {
      return waiter != null;
    }

    void forget() {
      waiter = null;
      unsure = false;
    }

    private boolean wasCalled() {
      return called || waiter instanceof ThreadWaiter<?> && Peek.at(waiter, "thread") == null;
    }
  }

  final Condition condition = new Condition(ORDER);
  final Map<Object, Client> clients = new LinkedHashMap<>();

  /** The names of threads. */
  final Map<Thread, Object> threads = new HashMap<>();

  /** Whether the module decides who moves. Else somebody may be counted and not in line yet. */
  boolean replayed;

  /** Where a broadcast puts them, or null. */
  final MutexLine mutex;

  private final boolean ordered;
  private final Object[] cells;
  private final Object suspend;
  private final Object resume;
  private final long first;

  /** Whose waiter each cell has had. */
  private final Client[] seen;

  /** Whether some cell is taken whose waiter has not been seen in it. */
  boolean someAbsent;

  /** Whether such a waiter is covered: it has called itself or will do so, at some moment. */
  private boolean someCoveredAbsent;

  ConditionClients(Map<String, Object> constants) {
    for (String set : new String[] {"W", "Strangers", "Callbacks"}) {
      for (Object name : (Set<?>) constants.getOrDefault(set, Set.of())) {
        clients.put(name, new Client(name, set.equals("W")));
      }
    }
    ordered =
        Boolean.FALSE.equals(constants.get("Loose")) || constants.get("Mode").equals("handOver");
    mutex = constants.get("Mode").equals("handOver") ? new MutexLine(threads) : null;
    Object queue = Peek.at(Peek.at(condition, "broadcast"), "queue");
    suspend = Peek.at(Peek.at(queue, "cells"), "suspend");
    resume = Peek.at(Peek.at(queue, "cells"), "resume");
    cells = (Object[]) Peek.at(Peek.at(suspend, "segment"), "cells");
    first = (long) Peek.at(suspend, "index");
    seen = new Client[cells.length];
  }

  Client of(Object name) {
    return clients.get(name);
  }

  /** The calling thread is that of a client. */
  Client begin(Object name) {
    Client c = of(name);
    c.thread = Thread.currentThread();
    threads.put(c.thread, name);
    return c;
  }

  /** Puts what is known at this moment. */
  void observe(Map<String, Object> o) {
    lookIntoCells();
    if (mutex != null && replayed) {
      mutex.observe(o);
      if (clients.values().stream().anyMatch(this::hasNoTurn)) {
        o.remove("line"); // It may be in line, in no cell, because it finds the mutex free.
      }
    }
    if (ordered) {
      o.put("issued", issued());
    }
    Set<Object> due = new HashSet<>();
    for (Client c : clients.values()) {
      String key = "[" + c.name + "]";
      String status = status(c);
      if (status != null) {
        o.put("status" + key, status);
      }
      if ("waiting".equals(status) && c.slot < swept()) {
        due.add(c.name);
      }
      if (ordered && c.waiter != null) {
        o.put("place" + key, c.slot + 1);
      }
      if (c.isWaiter) {
        o.put("sent" + key, c.interrupted);
        if (c.end != null) {
          o.put("ended" + key, c.end);
        }
      }
    }
    if (swept() > 0 && !someAbsent) {
      o.put("due", due);
    }
  }

  private int issued() {
    return (int) ((long) Peek.at(suspend, "index") - first);
  }

  private int swept() {
    return (int) ((long) Peek.at(resume, "index") - first);
  }

  void lookIntoCells() {
    someAbsent = false;
    someCoveredAbsent = false;
    for (int slot = 0; slot < issued(); slot++) {
      if (cells[slot] instanceof Waiter<?> w && seen[slot] == null) {
        Client c = ownerOf(w);
        c.waiter = w;
        c.slot = slot;
        c.unsure = false;
        seen[slot] = c;
      }
      someAbsent |= seen[slot] == null;
      someCoveredAbsent |= seen[slot] == null && cells[slot] != null;
    }
  }

  Client ownerOf(Waiter<?> waiter) {
    if (waiter instanceof CallbackWaiter<?>) {
      return (Client) Peek.at(waiter, "callback");
    }
    return of(threads.get(Peek.at(waiter, "thread")));
  }

  /** Whether it is claimed and not woken, and its turn is not seen. */
  private boolean hasNoTurn(Client c) {
    return c.waiter != null
        && cells[c.slot] instanceof Enum<?> state
        && !state.name().equals("CANCELLED")
        && !c.wasCalled()
        && mutex.turnOf(c.waiter) == null;
  }

  /** In the terms of the module, or null if it is not known. */
  private String status(Client c) {
    Object content = c.waiter == null ? null : cells[c.slot];
    if (content != null && content == c.waiter) {
      return "waiting";
    }
    boolean over = content instanceof Enum<?> state && state.name().equals("CANCELLED");
    if (content != null && !over && !c.wasCalled()) {
      if (mutex != null) {
        return mutex.turnOf(c.waiter);
      }
      c.unsure |= someCoveredAbsent;
      return c.unsure ? null : "claimed";
    }
    if (someAbsent) {
      return null; // It may be the one that is on its way to its next cell.
    }
    return content == null ? "none" : over ? "cancelled" : mutex == null ? "called" : "woken";
  }
}
