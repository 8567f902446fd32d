// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Handles;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The processes of module CqsCells as threads, for its client Semaphore. */
public final class SemaphoreModel implements ScenarioSource {
  private static final int ORDER = 2;
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public SemaphoreModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State extends Handles implements Modelled {
    private final Semaphore semaphore;
    private final int slots;
    private final Map<String, PermitUser> users = new LinkedHashMap<>();
    private final Map<Object, Boolean> stays = new HashMap<>();

    State(Map<String, Object> constants) {
      super(constants, "W");
      slots = Math.min((Integer) constants.get("NCELLS"), 1 << ORDER);
      boolean sync = constants.get("Sync").equals(true);
      Resumption resumption = sync ? Resumption.SYNC : Resumption.ASYNC;
      semaphore =
          new Semaphore(
              (Integer) constants.get("Permits"),
              resumption,
              p -> CqsScenarios.impatient(resumption, p, ORDER));
      for (Object u : (Set<?>) constants.get("U")) {
        users.put((String) u, new PermitUser((String) u, false));
      }
      for (Object t : (Set<?>) constants.get("T")) {
        users.put((String) t, new PermitUser((String) t, true));
      }
    }

    void cancel(String u, Object process) {
      PermitUser user = users.get(u);
      if (user.gate.isOpen() && !stays.getOrDefault(process, false)) {
        user.cancelNow();
      }
    }

    @Override
    public void choose(Object process, String label, Map<String, Object> next) {
      if (label.equals("cancel_begin")) {
        stays.put(process, ((Map<?, ?>) next.get("pc")).get(process).equals("Done"));
      }
    }

    @Override
    protected String nameOf(Waiter<?> waiter) {
      for (PermitUser u : users.values()) {
        if (u.waiter == waiter) {
          return u.name;
        }
      }
      throw new AssertionError("nobody's waiter");
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      o.put("state", Peek.at(semaphore, "state"));
      observeQueue(o, Peek.at(semaphore, "queue"), slots);
      for (PermitUser u : users.values()) {
        String key = "[" + u.name + "]";
        if (u.waiter != null) {
          o.put("home" + key, homeOf(u.waiter));
        }
        // The adapter notes the call some accesses after it has left its cell.
        if (u.waiter == null || u.ended) {
          o.put("calls" + key, u.atOnce || u.called() ? 1 : 0);
        }
      }
      return o;
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    Scenario<State> s = Scenario.named("Semaphore").setup(() -> new State(constants));
    for (String names : List.of("U", "T")) {
      for (Object u : (Set<?>) constants.get(names)) {
        s.thread((String) u, state -> state.users.get((String) u).run(state.semaphore));
      }
    }
    for (Object u : (Set<?>) constants.get("ToCancel")) {
      s.thread("<<" + u + ", 1>>", state -> state.cancel((String) u, List.of(u, 1)));
    }
    return List.of(s);
  }
}
