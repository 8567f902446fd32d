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
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * The processes of module CqsResumeAll as threads. A search runs once with cancellations that are
 * allowed and, where that makes a difference, once with refused ones.
 */
public final class ResumeAllModel implements ScenarioSource {
  private static final int ORDER = 3;
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public ResumeAllModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State extends Handles implements Modelled, Policy<Object> {
    private final Cqs<Object> cqs;
    private final Gate decision = new Gate();
    private final Set<String> broken = new HashSet<>();
    private final Map<Object, String> places = new HashMap<>();
    private final Set<?> sweepers;
    private final Set<?> cancelled;
    private final int slots;
    private boolean allow;
    private int refusals;

    State(Map<String, Object> constants, boolean allow) {
      super(constants, "W");
      this.allow = allow;
      sweepers = (Set<?>) constants.get("B");
      cancelled = (Set<?>) constants.get("ToCancel");
      slots = Math.min((Integer) constants.get("NCELLS"), 1 << ORDER);
      cqs =
          new Cqs<>(
              constants.get("Sync").equals(true) ? Resumption.SYNC : Resumption.ASYNC,
              constants.get("Smart").equals(true) ? Cancellation.SMART : Cancellation.SIMPLE,
              this,
              ORDER,
              0,
              (Integer) constants.get("Looks"));
    }

    void suspend(String w) {
      if (cqs.suspend(noted(w)) == Suspended.BROKEN) {
        broken.add(w);
      } else {
        handOut(w);
      }
    }

    void resume(String v) {
      if (!cqs.resume(v)) {
        places.put(v, "returned");
      }
    }

    @Override
    public boolean onCancellation() {
      decision.isOpen(); // The owner's step, which decides.
      return allow;
    }

    @Override
    public void refused(Object value) {
      refusals++;
      if (!sweepers.contains(value)) {
        places.put(value, "refused");
      }
    }

    @Override
    public void choose(Object process, String label, Map<String, Object> next) {
      super.choose(process, label, next);
      if (label.equals("cancel_decide")) {
        allow = (Boolean) ((Map<?, ?>) next.get("allowed")).get(process);
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
    all.add(scenario(true));
    if (constants.get("Smart").equals(true)) {
      all.add(scenario(false));
    }
    return all;
  }

  private Scenario<State> scenario(boolean allow) {
    Scenario<State> s =
        Scenario.named("CqsResumeAll" + (allow ? "" : ", refused"))
            .setup(() -> new State(constants, allow));
    for (Object w : (Set<?>) constants.get("W")) {
      s.thread((String) w, state -> state.suspend((String) w));
    }
    for (Object v : (Set<?>) constants.get("V")) {
      s.thread((String) v, state -> state.resume((String) v));
    }
    for (Object b : (Set<?>) constants.get("B")) {
      s.thread((String) b, state -> state.cqs.resumeAll(b));
    }
    Handles.addCancellers(s, constants);
    return s;
  }
}
