// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.Handles;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.sync.ConditionClients.Client;

/**
 * The same threads, and what is seen of the cells and waiters below the condition.
 *
 * <p>Waiters are found in their cells. Of one that is covered before it has arrived nothing is
 * known, nor, from then on, which waiter of a thread is its latest.
 */
final class ConditionCellsState extends ConditionWaitState {
  private static final int SLOTS = 4;

  /** A queue of one segment. */
  private abstract static class Queue extends Handles {
    private final Object cqs;

    Queue(Object cqs) {
      super(Map.of("W", Set.of()), "W");
      this.cqs = cqs;
    }

    Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      observeQueue(o, cqs, SLOTS);
      return o;
    }
  }

  private final class ConditionQueue extends Queue {
    ConditionQueue() {
      super(Peek.at(Peek.at(clients.condition, "broadcast"), "queue"));
    }

    @Override
    protected String nameOf(Waiter<?> waiter) {
      return (String) clients.ownerOf(waiter).name;
    }
  }

  /** The line for the mutex. */
  private final class Line extends Queue {
    private final Object permits;

    /** The latest waiter of each thread that locks. */
    private final Map<String, Waiter<?>> locking = new HashMap<>();

    private final boolean[] seen = new boolean[SLOTS];

    Line(Object permits) {
      super(Peek.at(permits, "queue"));
      this.permits = permits;
    }

    @Override
    protected String nameOf(Waiter<?> waiter) {
      return (String) clients.threads.get(MutexLine.threadOf(waiter));
    }

    @Override
    public Object contentOf(Object content) {
      if (!(content instanceof Waiter<?> w)) {
        return super.contentOf(content);
      }
      if (!(w instanceof ThreadWaiter<?>)) {
        return List.of("TURN", nameOf(w));
      }
      locking.put(nameOf(w), w);
      return super.contentOf(content);
    }

    void observe(Map<String, Object> o) {
      Map<String, Object> queue = observe();
      int issued = (int) queue.get("sIndex");
      boolean someAbsent = false;
      o.put("state", Peek.at(permits, "state"));
      o.put("sPlace", issued);
      o.put("rPlace", queue.get("rIndex"));
      for (int slot = 0; slot < SLOTS; slot++) {
        Object content = queue.get("cell[" + slot + "]");
        o.put("line[" + slot + "]", content);
        seen[slot] |= ((List<?>) content).size() == 2;
        someAbsent |= slot < issued && !seen[slot];
      }
      if (!someAbsent) {
        locking.forEach((name, w) -> o.put("parks[" + name + "]", Peek.at(w, "thread") != null));
      }
    }
  }

  private final ConditionQueue queue = new ConditionQueue();
  private final Line line;

  ConditionCellsState(Map<String, Object> constants, boolean late) {
    super(constants, late, false);
    line = clients.mutex == null ? null : new Line(Peek.at(clients.mutex.mutex, "permit"));
  }

  void broadcast() {
    clients.condition.broadcast();
  }

  @Override
  public void choose(Object process, String label, Map<String, Object> next) {
    if (label.equals("change_set")) {
      late = at(next, "late", process).equals(true);
    } else if (label.equals("interrupt_begin")) {
      Object whom = ((List<?>) process).get(1);
      clients.of(whom).stays = at(next, "pc", process).equals("Done");
    }
  }

  @Override
  void observeWaiters(Map<String, Object> o) {
    clients.lookIntoCells();
    o.putAll(queue.observe());
    if (line != null) {
      line.observe(o);
    }
    for (Client c : clients.clients.values()) {
      String key = "[" + c.name + "]";
      if (c.end != null) {
        o.put("ended" + key, c.end);
      }
      boolean isLatest = !clients.someAbsent || isWaiting(c, o);
      if (c.waiter != null && isLatest) {
        o.put("slot" + key, c.slot);
        o.put("home" + key, Handles.homeOf(c.waiter));
        o.put("waits" + key, Peek.at(c.waiter, "thread") != null);
      }
    }
  }

  /** Whether its waiter lies in the cell. */
  private static boolean isWaiting(Client c, Map<String, Object> o) {
    return c.waiter != null
        && o.get("cell[" + c.slot + "]").equals(List.of("WAITER", String.valueOf(c.name)));
  }
}
