// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The processes of module OneShot as threads. */
public final class OneShotModel implements ScenarioSource {
  private static final int ORDER = 2;
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public OneShotModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  /** A promise all whose waiters lie in the first segment. */
  private static final class Sized extends OneShot<Object> {
    @Override
    protected int segmentOrder() {
      return ORDER;
    }

    @Override
    long firstIndex() {
      return 0;
    }
  }

  private static final class State extends Handles implements Modelled {
    private final OneShot<Object> promise = new Sized();
    private final int slots;
    private OneShotQueue queue;
    private int resolving;
    private int won;

    State(Map<String, Object> constants) {
      super(constants, "W");
      slots = ((Set<?>) constants.get("W")).size();
    }

    void await(String w) {
      if (promise.outcome(this) == this) {
        promise.suspend(noted(w));
        handOut(w);
      }
    }

    void resolve(String r) {
      resolving++;
      if (promise.tryResumeAll(r)) {
        won++;
      }
      resolving--;
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      Object s = Peek.at(promise, "state");
      if (s instanceof OneShotQueue q) {
        queue = q;
      }
      o.put("state", stateOf(s));
      long index = queue == null ? 0 : (long) Peek.at(queue, "index");
      o.put("index", (int) (index & Long.MAX_VALUE));
      o.put("closed", index < 0);
      for (int i = 0; i < slots; i++) {
        o.put("cell[" + i + "]", contentOf(queue == null ? null : queue.cells[i]));
      }
      o.put("counted", queue == null ? 0 : (1 << ORDER) - ((int) Peek.at(queue, "word") & 0xFFFF));
      observeRegistered(o);
      if (resolving == 0) {
        o.put("won", won);
      }
      return o;
    }

    private static Object stateOf(Object s) {
      if (s == null) {
        return List.of("null");
      }
      if (s instanceof Noted w) {
        return List.of("waiter", w.name);
      }
      return s instanceof OneShotQueue ? List.of("queue") : List.of("outcome", s);
    }

    private void observeRegistered(Map<String, Object> o) {
      for (Noted w : waiters.values()) {
        String key = "[" + w.name + "]";
        int slot = w.slot() > 0 ? w.slot() : -1; // The first cell is that of the first waiter.
        o.put("slot" + key, slot);
        o.put("calls" + key, w.calls);
        o.put("called" + key, new HashSet<>(w.values));
        if (slot >= 0) {
          o.put("over" + key, w.home() == promise);
        }
        if (!isCancelling(w.name)) {
          o.put("gone" + key, w.cancelled);
          o.put("denied" + key, w.refused > 0);
        }
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    Scenario<State> s = Scenario.named("OneShot").setup(() -> new State(constants));
    for (Object w : (Set<?>) constants.get("W")) {
      s.thread((String) w, state -> state.await((String) w));
    }
    Handles.addCancellers(s, constants);
    for (Object r : (Set<?>) constants.get("RV")) {
      s.thread((String) r, state -> state.resolve((String) r));
    }
    return new ArrayList<>(List.of(s));
  }
}
