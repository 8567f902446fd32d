// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.Handles;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The processes of module BroadcastCells as threads. */
public final class BroadcastModel implements ScenarioSource {
  private static final int ORDER = 2;
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public BroadcastModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State extends Handles implements Modelled {
    private final Broadcast broadcast;
    private final int slots;

    State(Map<String, Object> constants) {
      super(constants, "W");
      slots = ((Set<?>) constants.get("W")).size() + 1;
      broadcast = constants.get("Made").equals(true) ? new Broadcast(ORDER) : new Broadcast();
    }

    void suspend(String w) {
      broadcast.suspend(noted(w));
      handOut(w);
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      Object queue = Peek.at(broadcast, "queue");
      o.put("queue", queue != null);
      observeQueue(o, queue, slots);
      observeWaiters(o);
      for (Noted w : waiters.values()) {
        if (!isCancelling(w.name)) {
          String key = "[" + w.name + "]";
          o.put("gone" + key, w.cancelled);
          o.put("denied" + key, w.refused > 0);
          o.put("thrown" + key, w.thrown > 0);
        }
      }
      return o;
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    Scenario<State> s = Scenario.named("BroadcastCells").setup(() -> new State(constants));
    for (Object w : (Set<?>) constants.get("W")) {
      s.thread((String) w, state -> state.suspend((String) w));
    }
    Handles.addCancellers(s, constants);
    int rounds = (Integer) constants.get("Rounds");
    for (Object b : (Set<?>) constants.get("B")) {
      s.thread(
          (String) b,
          state -> {
            for (int n = 0; n < rounds; n++) {
              state.broadcast.resumeAll();
            }
          });
    }
    return List.of(s);
  }
}
