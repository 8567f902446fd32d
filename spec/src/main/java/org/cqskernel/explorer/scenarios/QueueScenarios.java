// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.scenarios;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** A queue of the JDK, copied from the running JDK so that it can be instrumented. */
public final class QueueScenarios implements ScenarioSource {
  static final class State {
    final ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>();
    final List<Integer> polled = new ArrayList<>();

    void poll() {
      Integer i = queue.poll();
      if (i != null) {
        polled.add(i);
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("concurrent-linked-queue")
            .setup(State::new)
            .describe("two threads offer, one polls twice; nothing is lost and nothing comes twice")
            .thread("first", s -> s.queue.offer(1))
            .thread("second", s -> s.queue.offer(2))
            .thread(
                "poller",
                s -> {
                  s.poll();
                  s.poll();
                })
            .check(
                s -> {
                  s.poll();
                  s.poll();
                  s.polled.sort(null);
                  if (!s.polled.equals(List.of(1, 2))) {
                    throw new AssertionError("polled " + s.polled);
                  }
                }));
  }
}
