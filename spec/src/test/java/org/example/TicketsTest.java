// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Failure;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;
import org.junit.jupiter.api.Test;

class TicketsTest {
  /** What is to be explored. */
  static class Tickets {
    final AtomicInteger left = new AtomicInteger(1);

    boolean sell() {
      if (left.get() > 0) {
        left.decrementAndGet();
        return true;
      }
      return false;
    }

    boolean sellCarefully() {
      int seen = left.get();
      return seen > 0 && left.compareAndSet(seen, seen - 1);
    }
  }

  static class Scenarios implements ScenarioSource {
    static class State {
      final Tickets tickets = new Tickets();
      boolean toAnn;
      boolean toBob;
    }

    @Override
    public List<Scenario<?>> scenarios() {
      return List.of(
          Scenario.named("one ticket, two buyers")
              .setup(State::new)
              .thread("Ann", s -> s.toAnn = s.tickets.sell())
              .thread("Bob", s -> s.toBob = s.tickets.sell())
              .check(s -> assertEquals(0, s.tickets.left.get(), "tickets left")),
          Scenario.named("one ticket, two careful buyers")
              .setup(State::new)
              .thread("Ann", s -> s.toAnn = s.tickets.sellCarefully())
              .thread("Bob", s -> s.toBob = s.tickets.sellCarefully())
              .check(s -> assertEquals(0, s.tickets.left.get(), "tickets left"))
              .outcome(s -> s.toAnn ? "Ann" : s.toBob ? "Bob" : "nobody"));
    }
  }

  private static final Options OPTIONS = Options.defaults().instrument(Tickets.class);

  @Test
  void carefulSellersSellOnce() {
    Result r =
        Explorer.explore(Scenarios.class, "one ticket, two careful buyers", OPTIONS)
            .orThrowUnlessVerified();
    assertEquals(Set.of("Ann", "Bob"), r.outcomes());
  }

  @Test
  void othersSellTwice() {
    Result r = Explorer.explore(Scenarios.class, "one ticket, two buyers", OPTIONS);
    assertEquals(Failure.Kind.CHECK, r.failure().kind());
  }
}
