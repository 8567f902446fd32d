// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The processes of module CqsResumeAll as threads. */
public final class ResumeAllModel implements ScenarioSource {
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public ResumeAllModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State extends CqsUser {
    private final Set<String> broken = new HashSet<>();
    private final Map<Object, String> places = new HashMap<>();
    private final Set<?> sweepers;
    private final Set<?> cancelled;
    private int refusals;

    State(Map<String, Object> constants, boolean allow) {
      super(constants, allow);
      sweepers = (Set<?>) constants.get("B");
      cancelled = (Set<?>) constants.get("ToCancel");
    }

    @Override
    void suspend(String w) {
      if (cqs.suspend(noted(w)) == Suspended.BROKEN) {
        broken.add(w);
      } else {
        handOut(w);
      }
    }

    @Override
    void resume(String v) {
      if (!cqs.resume(v)) {
        places.put(v, "returned");
      }
    }

    @Override
    public void refused(Object value) {
      refusals++;
      if (!sweepers.contains(value)) {
        places.put(value, "refused");
      }
    }

    /** The module tells what is left to a canceller from a value, and a sweep's is shared. */
    @Override
    public Object contentOf(Object content) {
      if (content instanceof SmartCancellation.Left left) {
        boolean right = left.shared() == sweepers.contains(left.value());
        return List.of(right ? "LEFT" : "LEFT, wrongly shared", left.value());
      }
      return super.contentOf(content);
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      observeQueue(o, cqs, slots);
      observeWaiters(o);
      places.forEach((v, where) -> o.put("place[" + v + "]", where));
      for (Noted w : waiters.values()) {
        String key = "[" + w.name + "]";
        o.put("away" + key, broken.contains(w.name));
        if (w.calls > 0) {
          o.put("got" + key, Set.copyOf(w.values));
          w.values.stream()
              .filter(v -> !sweepers.contains(v))
              .forEach(v -> o.put("place[" + v + "]", "handed"));
        }
        if (!isCancelling(w.name)) {
          o.put("gone" + key, w.cancelled > 0);
        }
        // Only a cell whose waiter is cancelled can be refused.
        if (cancelled.equals(Set.of(w.name)) && w.slot() >= 0) {
          o.put("refusals[" + w.slot() + "]", refusals);
        }
      }
      return o;
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (Scenario<State> s :
        CqsUser.scenarios("CqsResumeAll", constants, allow -> new State(constants, allow))) {
      for (Object b : (Set<?>) constants.get("B")) {
        s.thread((String) b, state -> state.cqs.resumeAll(b));
      }
      Handles.addCancellers(s, constants);
      all.add(s);
    }
    return all;
  }
}
