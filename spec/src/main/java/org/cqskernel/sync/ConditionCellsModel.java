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
 * The processes of module ConditionCells as threads. A search runs once with the broadcast under
 * the lock and once with it after the lock is let go.
 */
public final class ConditionCellsModel implements ScenarioSource {
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public ConditionCellsModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    all.add(scenario(true));
    if (Set.of("mutex", "handOver").contains(constants.get("Mode"))) {
      all.add(scenario(false));
    }
    return all;
  }

  private Scenario<ConditionCellsState> scenario(boolean late) {
    Scenario<ConditionCellsState> s =
        Scenario.named("ConditionCells" + (late ? "" : ", under the lock"))
            .setup(() -> new ConditionCellsState(constants, late));
    for (Object w : (Set<?>) constants.get("W")) {
      s.thread((String) w, state -> state.await((String) w));
    }
    for (Object w : (Set<?>) constants.get("Interrupted")) {
      s.thread("<<\"interrupter\", " + w + ">>", state -> state.interrupt((String) w));
    }
    Set<?> changing = (Set<?>) constants.get("Changing");
    for (Object b : (Set<?>) constants.get("B")) {
      s.thread(
          (String) b,
          state -> {
            if (changing.contains(b)) {
              state.change(b);
            } else {
              state.broadcast();
            }
          });
    }
    return s;
  }
}
