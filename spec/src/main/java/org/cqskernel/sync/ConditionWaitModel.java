// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * The processes of module ConditionWait as threads: they wait for a flag, are interrupted, and one
 * changes the flag and broadcasts. A search runs once for each choice that the module leaves to the
 * callers.
 */
public final class ConditionWaitModel implements ScenarioSource {
  private static final List<Object> CHANGER = List.of("changer", 0);
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public ConditionWaitModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    all.add(scenario(true, false));
    if (Set.of("mutex", "handOver").contains(constants.get("Mode"))) {
      all.add(scenario(false, false));
    }
    if (!constants.get("Throwing").equals(Set.of())) {
      all.add(scenario(true, true));
    }
    return all;
  }

  private Scenario<ConditionWaitState> scenario(boolean late, boolean throwing) {
    Scenario<ConditionWaitState> s =
        Scenario.named(
                "ConditionWait" + (late ? "" : ", under the lock") + (throwing ? ", thrown" : ""))
            .setup(() -> new ConditionWaitState(constants, late, throwing));
    for (Object w : (Set<?>) constants.get("W")) {
      s.thread((String) w, state -> state.await((String) w));
    }
    for (Object w : (Set<?>) constants.get("Strangers")) {
      s.thread((String) w, state -> state.awaitUnlocked((String) w));
    }
    for (Object c : (Set<?>) constants.get("Callbacks")) {
      s.thread((String) c, state -> state.register((String) c));
    }
    for (Object w : (Set<?>) constants.get("Interrupted")) {
      s.thread("<<\"interrupter\", " + w + ">>", state -> state.interrupt((String) w));
    }
    s.thread("<<\"changer\", 0>>", state -> state.change(CHANGER));
    return s;
  }
}
