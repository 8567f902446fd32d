// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.scenarios;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.explorer.toys.TreiberStack;

/** Treiber's stack with nodes that are pushed once. */
public final class StackScenarios implements ScenarioSource {
  static final class State {
    final TreiberStack stack = new TreiberStack();
    final List<Integer> popped = new ArrayList<>();

    void pop() {
      TreiberStack.Node node = stack.pop();
      if (node != null) {
        popped.add(node.value);
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("treiber-stack")
            .setup(
                () -> {
                  State s = new State();
                  s.stack.push(0);
                  return s;
                })
            .describe("two threads push and pop; nothing is lost and nothing comes twice")
            .thread(
                "left",
                s -> {
                  s.stack.push(1);
                  s.pop();
                })
            .thread(
                "right",
                s -> {
                  s.stack.push(2);
                  s.pop();
                })
            .check(
                s -> {
                  for (int k = 0; k < 3; k++) {
                    s.pop();
                  }
                  s.popped.sort(null);
                  if (!s.popped.equals(List.of(0, 1, 2))) {
                    throw new AssertionError("popped " + s.popped);
                  }
                }));
  }
}
