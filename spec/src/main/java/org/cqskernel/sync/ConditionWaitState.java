// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.sync.ConditionClients.Client;

/** A condition, a flag and a lock or none, and what the threads do with them. */
class ConditionWaitState implements Modelled {
  private static final List<Object> NOBODY = List.of("nobody", 0);
  final ConditionClients clients;
  private final Condition condition;
  private final boolean loop;
  private final Set<?> timedOut;
  private final int interrupts;
  private final OwnedLock lock;
  private final Mutex mutex;
  private volatile boolean flag;

  /** Whether the broadcast comes after the lock is let go. */
  boolean late;

  ConditionWaitState(Map<String, Object> constants, boolean late, boolean throwing) {
    clients = new ConditionClients(constants);
    condition = clients.condition;
    loop = constants.get("Mode").equals("loop");
    timedOut = (Set<?>) constants.getOrDefault("TimedOut", Set.of());
    interrupts = (Integer) constants.getOrDefault("Interrupts", 1);
    lock = constants.get("Mode").equals("mutex") ? new OwnedLock(clients.threads) : null;
    mutex = clients.mutex == null ? null : clients.mutex.mutex;
    this.late = late;
    for (Object w : (Set<?>) constants.getOrDefault("Throwing", Set.of())) {
      clients.of(w).throwing = throwing;
    }
  }

  void await(String name) {
    Client c = clients.begin(name);
    try {
      if (isLocked()) {
        awaitLocked(c);
      } else if (loop) {
        condition.loopNoMutex(() -> look(c) ? true : null);
      } else {
        while (!look(c)) {
          condition.awaitNoMutex();
        }
      }
      c.end("seen");
    } catch (InterruptedException e) {
      c.end(loop || c.isRegistered() ? "interrupted" : "early");
    } catch (Thrown e) {
      c.end("thrown");
    }
  }

  private void awaitLocked(Client c) throws InterruptedException {
    lock();
    try {
      while (!look(c)) {
        if (!awaitCall(timedOut.contains(c.name))) {
          c.end("timedOut");
          return;
        }
      }
      c.end("seen");
    } catch (InterruptedException e) {
      c.end(c.isRegistered() ? "interrupted" : "early");
    } finally {
      unlock();
    }
  }

  private boolean isLocked() {
    return lock != null || mutex != null;
  }

  private void lock() {
    if (mutex != null) {
      mutex.lock();
    } else if (lock != null) {
      lock.lock();
    }
  }

  private void unlock() {
    if (mutex != null) {
      mutex.unlock();
    } else if (lock != null) {
      lock.unlock();
    }
  }

  private boolean awaitCall(boolean timed) throws InterruptedException {
    if (timed) {
      return mutex != null
          ? condition.await(mutex, 1, TimeUnit.SECONDS)
          : condition.await(lock, 1, TimeUnit.SECONDS);
    }
    if (mutex != null) {
      condition.await(mutex);
    } else {
      condition.await(lock);
    }
    return true;
  }

  /** The caller's look. It knows nothing of an earlier wait any more, but in loopNoMutex. */
  private boolean look(Client c) {
    boolean seen = flag;
    if (c.throwing) {
      throw new Thrown();
    }
    if (!loop) {
      c.forget();
    }
    return seen;
  }

  /** Calls without holding the lock. */
  void awaitUnlocked(String name) throws InterruptedException {
    clients.begin(name);
    try {
      condition.await(lock);
    } catch (IllegalMonitorStateException e) {
      // As it should be.
    }
  }

  void register(String name) {
    Client c = clients.begin(name);
    Suspension suspension = condition.registerImmediate(c);
    if (!c.gate.isOpen() && !c.stays) {
      suspension.cancel();
    }
  }

  void interrupt(String name) {
    Client c = clients.of(name);
    for (int n = 0; n < interrupts && !c.gate.isOpen() && !c.stays; n++) {
      c.thread.interrupt();
      c.interrupted = true;
    }
  }

  void change(Object name) {
    clients.threads.put(Thread.currentThread(), name);
    lock();
    flag = true;
    if (late) {
      unlock();
    }
    condition.broadcast();
    if (!late) {
      unlock();
    }
  }

  @Override
  public void choose(Object process, String label, Map<String, Object> next) {
    clients.replayed = true;
    switch (label) {
      case "change_set" -> late = next.get("late").equals(true);
      case "loop_look" ->
          clients.of(process).throwing = at(next, "ended", process).equals("thrown");
      case "callback_cancel" ->
          clients.of(process).stays = !at(next, "status", process).equals("cancelled");
      case "interrupt_set" -> {
        Object whom = ((List<?>) process).get(1);
        clients.of(whom).stays = at(next, "sent", whom).equals(false);
      }
      default -> {
        // No choice.
      }
    }
  }

  static Object at(Map<String, Object> state, String variable, Object key) {
    return ((Map<?, ?>) state.get(variable)).get(key);
  }

  @Override
  public Map<String, Object> observe() {
    Map<String, Object> o = new HashMap<>();
    o.put("flag", flag);
    if (mutex == null) {
      o.put("lock", lock == null || lock.owner == null ? NOBODY : lock.owner);
    }
    observeWaiters(o);
    return o;
  }

  void observeWaiters(Map<String, Object> o) {
    clients.observe(o);
  }

  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
