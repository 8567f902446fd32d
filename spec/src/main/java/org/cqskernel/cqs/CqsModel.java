// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * The processes of module CqsCells as threads, for its bare client. A search runs once with
 * cancellations that are allowed and, where that makes a difference, once with refused ones.
 */
public final class CqsModel implements ScenarioSource {
  private static final int ORDER = 3;
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public CqsModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State extends Handles implements Modelled, Policy<Object> {
    private final Cqs<Object> cqs;
    private final Gate decision = new Gate();
    private final Map<String, Boolean> results = new HashMap<>();
    private final int bodies;
    private final int slots;
    private boolean allow;
    private int over;

    State(Map<String, Object> constants, boolean allow) {
      super(constants, "W");
      this.allow = allow;
      slots = Math.min((Integer) constants.get("NCELLS"), 1 << ORDER);
      boolean sync = constants.get("Sync").equals(true);
      boolean smart = constants.get("Smart").equals(true);
      cqs =
          new Cqs<>(
              sync ? Resumption.SYNC : Resumption.ASYNC,
              smart ? Cancellation.SMART : Cancellation.SIMPLE,
              this,
              ORDER,
              0,
              (Integer) constants.get("Looks"));
      bodies = waiters.size() + ((Set<?>) constants.get("V")).size();
    }

    void suspend(String w) {
      if (cqs.suspend(noted(w)) != Suspended.BROKEN) {
        handOut(w);
      }
      over++;
    }

    void resume(String v) {
      results.put(v, cqs.resume(v));
      over++;
    }

    @Override
    public boolean onCancellation() {
      decision.isOpen(); // The owner's step, which decides.
      return allow;
    }

    @Override
    public void choose(Object process, String label, Map<String, Object> next) {
      super.choose(process, label, next);
      if (label.equals("cancel_decide")) {
        allow = (Boolean) ((Map<?, ?>) next.get("allowed")).get(process);
      }
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      observeQueue(o, cqs, slots);
      observeWaiters(o);
      results.forEach((v, r) -> o.put("result[" + v + "]", r));
      boolean rest = over == bodies && waiters.keySet().stream().noneMatch(this::isCancelling);
      for (Noted w : waiters.values()) {
        if (rest && w.cancelled == 0) {
          o.put("gone[" + w.name + "]", 0);
        }
        if (rest && w.refused > 0) {
          o.put("denied[" + w.name + "]", true);
        }
      }
      return o;
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    all.add(scenario(true));
    if (constants.get("Smart").equals(true)) {
      all.add(scenario(false));
    }
    return all;
  }

  private Scenario<State> scenario(boolean allow) {
    Scenario<State> s =
        Scenario.named("CqsCells" + (allow ? "" : ", refused"))
            .setup(() -> new State(constants, allow));
    for (Object w : (Set<?>) constants.get("W")) {
      s.thread((String) w, state -> state.suspend((String) w));
    }
    for (Object v : (Set<?>) constants.get("V")) {
      s.thread((String) v, state -> state.resume((String) v));
    }
    Handles.addCancellers(s, constants);
    return s;
  }
}
