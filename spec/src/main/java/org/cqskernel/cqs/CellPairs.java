// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.List;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/** The rendezvous of one suspender and one resumer: each operation against each. */
public final class CellPairs implements PairSource {
  private static final String ONE_SUSPENDER = "a cell has one suspender";
  private static final String ONE_RESUMER = "a cell has one resumer";

  @Override
  public Options options(Scenario<?> scenario, Options options) {
    return Elsewhere.options(scenario, PairSource.super.options(scenario, options));
  }

  static final class State {
    final Cell<Object> cell = new Cell<>();
    final Waiter<Object> waiter =
        new Waiter<>() {
          @Override
          protected void resumed(Object value) {
            calls++;
            got = value;
          }
        };
    private int calls;
    private Object got;
    private int cancellations;
    private boolean suspended;
    private boolean resumed;
    private boolean kept;
    private boolean elsewhere;

    void suspend() {
      suspended = true;
      cell.suspend(waiter);
    }

    void cancel() {
      if (elsewhere ? Elsewhere.cancel(waiter) : waiter.cancel()) {
        cancellations++;
      }
    }

    /** A waiter is its own handle, so somebody may cancel it before suspend has returned. */
    void cancelFromElsewhere() {
      if (Elsewhere.cancel(waiter)) {
        cancellations++;
      }
    }

    void resume() {
      resumed = true;
      kept = !cell.resume(7);
    }

    /** CQS-18: the value is with the waiter, with its resumer, or in the cell. */
    void check() {
      if (calls + cancellations > 1) {
        throw new AssertionError("called " + calls + ", cancelled " + cancellations + " (BC-2)");
      }
      if (!suspended) {
        suspend();
      }
      if (!resumed) {
        resume();
      }
      if (calls + cancellations != 1) {
        throw new AssertionError("called " + calls + ", cancelled " + cancellations + " (BC-4)");
      }
      if (kept == (calls == 1) || (calls == 1 && !Integer.valueOf(7).equals(got))) {
        throw new AssertionError("kept " + kept + ", called with " + got + " (CQS-18)");
      }
    }
  }

  @Override
  public List<Pairs<?>> pairs() {
    return List.of(
        Pairs.of("cell", State::new)
            .operation("suspend(Waiter)", (s, p) -> s.suspend())
            .operation("resume(Object)", (s, p) -> s.resume())
            .operation("cancel()", (s, p) -> s.suspend(), (s, p) -> s.cancel())
            .operation(
                Elsewhere.CANCEL, (s, p) -> s.elsewhere = true, (s, p) -> s.cancelFromElsewhere())
            .reading("toString()", s -> s.cell.toString())
            .atMost("suspend(Waiter)", 1, ONE_SUSPENDER)
            .except("suspend(Waiter)", "cancel()", ONE_SUSPENDER)
            .atMost("cancel()", 1, ONE_SUSPENDER)
            .atMost("resume(Object)", 1, ONE_RESUMER)
            .check(State::check)
            .covers("BC-2", "BC-4", "CQS-18"));
  }
}
