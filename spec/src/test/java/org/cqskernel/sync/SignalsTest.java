// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cqskernel.check.PairCheck;
import org.cqskernel.check.Row;
import org.cqskernel.cqs.Cells;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.render.TextTrace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Signal safety: every operation that does not block, run to its end by a handler that interrupts
 * any operation of its structure between any two accesses. Those that do not end by themselves
 * (CQS-16) are seen not to.
 */
@Tag("CB-2")
@Tag("CQS-16")
class SignalsTest {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final List<String> DRAWN = new ArrayList<>();

  static Stream<PairCheck> signals() {
    return PairCheck.all(
        Pairs.Form.SIGNAL,
        Options.defaults(),
        Instant.now().plus(LIMIT),
        r -> DRAWN.add(TextTrace.draw(r.trace())))
        .stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signals")
  void handlersEndByThemselves(PairCheck check) {
    Row row = check.run(p -> {});
    assertEquals(Row.Status.PASSED, row.status(), () -> row.verdict() + "\n" + DRAWN);
  }

  private static Row run(Pairs<?> pairs, Pairs.Form form) {
    return new PairCheck(
            new Waiting(), pairs, form, Options.defaults(), Instant.now().plus(LIMIT), r -> {})
        .run(p -> {});
  }

  /** A handler that waits for the one that it interrupts is found out, in both forms. */
  @Test
  void aHandlerThatWaitsIsFound() {
    Pairs<?> pairs = new Waiting().pairs().get(0);
    Row row = run(pairs, Pairs.Form.SIGNAL);
    assertEquals(Row.Status.VIOLATED, row.status());
    assertTrue(row.verdict().contains("NOT_ALONE"), row.verdict());
    assertEquals(Row.Status.VIOLATED, run(pairs, Pairs.Form.CROWD).status());
  }

  /** One that is said to wait and does not is found out, too. */
  @Test
  void aHandlerThatEndsThoughSaidNotToIsFound() {
    Row row = run(new Waiting().pairs().get(1), Pairs.Form.SIGNAL);
    assertEquals(Row.Status.VIOLATED, row.status(), row.verdict());
  }

  /** Those who mark their cell in two steps, and one who waits for the second step. */
  public static final class Waiting implements PairSource {
    static final class State {
      final Cells cells = new Cells(1);
      private final Cells.Slot slot = cells.nextSuspend();

      void mark() {
        slot.compareAndSet(null, "begun");
        slot.compareAndSet("begun", null);
      }

      void await() {
        while (slot.get() != null) {
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public List<Pairs<?>> pairs() {
      return List.of(
          Pairs.of("waiting", State::new)
              .operation("mark", (s, p) -> s.mark())
              .operation("await", (s, p) -> s.await()),
          Pairs.of("not waiting", State::new)
              .operation("mark", (s, p) -> s.mark())
              .unsafe("mark", "mark", "it is said so"));
    }
  }
}
