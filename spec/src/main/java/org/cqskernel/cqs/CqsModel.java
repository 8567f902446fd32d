// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The processes of module CqsCells as threads, for its bare client. */
public final class CqsModel implements ScenarioSource {
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public CqsModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State extends CqsUser {
    private final Map<String, Boolean> results = new HashMap<>();
    private final int bodies;
    private int over;

    State(Map<String, Object> constants, boolean allow) {
      super(constants, allow);
      bodies = waiters.size() + ((Set<?>) constants.get("V")).size();
    }

    @Override
    void suspend(String w) {
      if (cqs.suspend(noted(w)) != Suspended.BROKEN) {
        handOut(w);
      }
      over++;
    }

    @Override
    void resume(String v) {
      results.put(v, cqs.resume(v));
      over++;
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
    for (Scenario<State> s :
        CqsUser.scenarios("CqsCells", constants, allow -> new State(constants, allow))) {
      Handles.addCancellers(s, constants);
      all.add(s);
    }
    return all;
  }
}
