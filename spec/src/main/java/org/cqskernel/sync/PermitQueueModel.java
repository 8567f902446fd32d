// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.CqsScenarios;
import org.cqskernel.cqs.Handles;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * The processes of module PermitQueue as threads, over a semaphore or mutex. A search runs once
 * with waiters that accept their permit and, where that makes a difference, once with some that do
 * not.
 *
 * <p>A synchronous releaser looks once for its acquirer if the module lets it give up. If not it
 * looks as often as it does in use, and the explorer holds it in that loop until the acquirer has
 * come.
 */
public final class PermitQueueModel implements ScenarioSource {
  private static final int ORDER = 2;
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public PermitQueueModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State extends Handles implements Modelled {
    private final Mutex mutex;
    private final Semaphore semaphore;
    private final Set<?> tries;
    private final int slots;
    private int threw;

    State(Map<String, Object> constants, boolean accepts) {
      super(constants, "U");
      slots = Math.min((Integer) constants.get("NCELLS"), 1 << ORDER);
      tries = (Set<?>) constants.get("Tries");
      Resumption resumption =
          constants.get("Sync").equals(true) ? Resumption.SYNC : Resumption.ASYNC;
      if (constants.get("IsMutex").equals(true)) {
        mutex = new Mutex(resumption, ORDER);
        semaphore = (Semaphore) Peek.at(mutex, "permit");
      } else {
        mutex = null;
        semaphore = new Semaphore((Integer) constants.get("Permits"), resumption, ORDER);
      }
      if (!constants.get("Breaks").equals(0)) {
        semaphore.makeQueue(p -> CqsScenarios.impatient(resumption, p, ORDER));
      }
      Set<?> declines = (Set<?>) constants.get("Declines");
      waiters
          .values()
          .forEach(w -> ((PermitQueueUser) w).accepts = accepts || !declines.contains(w.name));
    }

    @Override
    protected Noted newWaiter(String name) {
      return new PermitQueueUser(name);
    }

    void use(String u) {
      PermitQueueUser user = (PermitQueueUser) noted(u);
      if (tries.contains(u)) {
        if (!semaphore.tryAcquire()) {
          return;
        }
      } else if (semaphore.acquire(user)) {
        handOut(u);
        user.waitForCall();
      }
      if (!user.declined && user.cancelled == 0) {
        release();
      }
    }

    void release() {
      try {
        if (mutex != null) {
          mutex.unlock();
        } else {
          semaphore.release();
        }
      } catch (IllegalStateException | IllegalMonitorStateException e) {
        threw++;
      }
    }

    @Override
    public void choose(Object process, String label, Map<String, Object> next) {
      super.choose(process, label, next);
      if (label.equals("resume_call") || label.equals("acquire_deliver")) {
        Map<?, ?> declined = (Map<?, ?>) next.get("declined");
        waiters.forEach((u, w) -> ((PermitQueueUser) w).accepts = declined.get(u).equals(false));
      }
    }

    @Override
    public Object contentOf(Object content) {
      return kindOf(content);
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      observeQueue(o, Peek.at(semaphore, "queue"), slots);
      o.remove("counted"); // Here, the module's word for something else.
      o.put("state", Peek.at(semaphore, "state"));
      o.put("threw", threw);
      for (Noted w : waiters.values()) {
        String key = "[" + w.name + "]";
        if (w.home() != null) {
          o.put("place" + key, w.slot());
        }
        o.put("declined" + key, ((PermitQueueUser) w).declined);
        if (!isCancelling(w.name)) {
          o.put("gone" + key, w.cancelled > 0);
        }
      }
      return o;
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    all.add(scenario(true));
    if (!constants.get("Declines").equals(Set.of())) {
      all.add(scenario(false));
    }
    return all;
  }

  private Scenario<State> scenario(boolean accepts) {
    Scenario<State> s =
        Scenario.named("PermitQueue" + (accepts ? "" : ", declined"))
            .setup(() -> new State(constants, accepts));
    for (Object u : (Set<?>) constants.get("U")) {
      s.thread((String) u, state -> state.use((String) u));
    }
    for (Object x : (Set<?>) constants.get("Extra")) {
      s.thread((String) x, State::release);
    }
    Handles.addCancellers(s, constants);
    return s;
  }
}
