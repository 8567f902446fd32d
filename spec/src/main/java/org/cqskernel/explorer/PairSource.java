// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.ArrayList;
import java.util.List;

/** A source whose scenarios are all {@link Pairs} of operations. */
public interface PairSource extends ScenarioSource {
  /** The bound where two block and a third one frees them. */
  int PREEMPTIONS = 2;

  /** The pairs, for each variant of the structure: mode, segment order, what is in it at first. */
  List<Pairs<?>> pairs();

  /**
   * The options for one scenario: at most {@link #PREEMPTIONS} preemptions where there is a third
   * thread, else all interleavings.
   */
  default Options options(Scenario<?> scenario, Options options) {
    return scenario.bodies().size() > 2 ? options.preemptions(PREEMPTIONS) : options;
  }

  /** Finds those of all forms. */
  @Override
  default Scenario<?> scenario(String name) {
    for (Pairs<?> p : pairs()) {
      if (name.startsWith(p.title() + ": ")) {
        return p.scenario(name);
      }
    }
    return null;
  }

  @Override
  default List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    pairs().forEach(p -> all.addAll(p.scenarios()));
    return all;
  }
}
