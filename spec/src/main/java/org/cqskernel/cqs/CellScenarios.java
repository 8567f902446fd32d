// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.List;
import org.cqskernel.cqs.CqsScenarios.Taker;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Cell: one suspender, one resumer, one canceller. */
public final class CellScenarios implements ScenarioSource {

  static final class State {
    final Cell<Object> cell = new Cell<>();
    final Taker taker = new Taker();
    boolean delivered;

    void suspend() {
      taker.suspended = cell.suspend(taker) ? Suspended.WAITING : Suspended.RESUMED;
    }

    void check() {
      if (taker.calls + taker.cancellations != 1) {
        throw new AssertionError("called " + taker.calls + ", cancelled " + taker.cancellations);
      }
      if (delivered != (taker.calls == 1)) {
        throw new AssertionError("delivered " + delivered + ", called " + taker.calls);
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("cell-rendezvous")
            .setup(State::new)
            .thread(
                "suspender",
                s -> {
                  s.suspend();
                  s.taker.tryCancel();
                })
            .thread("resumer", s -> s.delivered = s.cell.resume(null))
            .check(State::check)
            .covers("BC-1", "BC-2", "CQS-5", "CQS-8", "CQS-10", "CB-4")
            .describe("A suspender that gives up against a resumer, in either order."));
  }
}
