// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.explorer.Action;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * Signal safety: each operation that does not block may be run to its end by a handler that
 * interrupts any other one between any two of its accesses, while all other threads stand still.
 */
public final class SignalScenarios implements ScenarioSource {
  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    broadcast(all);
    promise(all);
    semaphore(all);
    return all;
  }

  private static void broadcast(List<Scenario<?>> all) {
    Map<String, Action<BroadcastScenarios.State>> operations = new LinkedHashMap<>();
    operations.put("suspend", s -> s.suspend(2));
    operations.put("cancel", s -> s.cancel(1));
    operations.put("resumeall", BroadcastScenarios.State::resumeAll);
    operations.forEach(
        (name, operation) ->
            operations.forEach(
                (handlerName, handler) -> {
                  if (handlerName.equals(name) && !name.equals("resumeall")) {
                    return; // One waiter is registered, and cancelled, once.
                  }
                  all.add(
                      Scenario.named("signal-broadcast-" + handlerName + "-in-" + name)
                          .setup(() -> new BroadcastScenarios.State(0, 2, 1))
                          .thread("interrupted", operation)
                          .alone("handler", "interrupted", handler)
                          .check(
                              s -> {
                                if (!name.equals("suspend") && !handlerName.equals("suspend")) {
                                  s.suspend(2);
                                }
                                s.checkAllSettled();
                              })
                          .covers("ARR-21", "CB-2", "BC-4")
                          .describe("A handler runs one operation inside another."));
                }));
  }

  private static void promise(List<Scenario<?>> all) {
    Map<String, Action<PromiseScenarios.State>> operations = new LinkedHashMap<>();
    operations.put("register", s -> s.register(2));
    operations.put("cancel", s -> s.cancel(1));
    operations.put("resolve", s -> s.resolve(7));
    operations.forEach(
        (name, operation) ->
            operations.forEach(
                (handlerName, handler) -> {
                  if (handlerName.equals(name) && !name.equals("resolve")) {
                    return;
                  }
                  all.add(
                      Scenario.named("signal-promise-" + handlerName + "-in-" + name)
                          .setup(
                              () -> {
                                var s = new PromiseScenarios.State(0, 3);
                                s.register(0);
                                s.register(1);
                                return s;
                              })
                          .thread("interrupted", operation)
                          .alone("handler", "interrupted", handler)
                          .check(
                              s -> {
                                if (!name.equals("resolve") && !handlerName.equals("resolve")) {
                                  s.resolve(7);
                                }
                                if (!name.equals("register") && !handlerName.equals("register")) {
                                  s.register(2);
                                }
                                s.checkAllSettled();
                              })
                          .covers("PR-5", "PR-12", "CB-2", "BC-4")
                          .describe("A handler runs one operation inside another."));
                }));
  }

  private static void semaphore(List<Scenario<?>> all) {
    Map<String, Action<SemaphoreScenarios.State>> operations = new LinkedHashMap<>();
    operations.put("acquire", s -> s.acquire(1));
    operations.put("cancel", s -> s.cancel(0));
    operations.put("release", SemaphoreScenarios.State::release);
    operations.forEach(
        (name, operation) ->
            operations.forEach(
                (handlerName, handler) -> {
                  if (!handlerName.equals(name)) {
                    all.add(semaphore(Resumption.ASYNC, handlerName, name, operation, handler));
                  }
                }));
  }

  static Scenario<SemaphoreScenarios.State> semaphore(
      Resumption resumption,
      String handlerName,
      String name,
      Action<SemaphoreScenarios.State> operation,
      Action<SemaphoreScenarios.State> handler) {
    return Scenario.named("signal-semaphore-" + handlerName + "-in-" + name)
        .setup(
            () -> {
              var s = new SemaphoreScenarios.State(resumption, 0);
              s.acquire(0);
              return s;
            })
        .thread("interrupted", operation)
        .alone("handler", "interrupted", handler)
        .check(
            s -> {
              if (!name.equals("acquire") && !handlerName.equals("acquire")) {
                s.acquire(1);
              }
              s.checkConserved(1);
            })
        .covers("SEM-3", "CB-2")
        .describe("A handler runs one operation inside another.");
  }
}
