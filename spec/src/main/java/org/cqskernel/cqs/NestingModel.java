// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The processes of module Nesting: a thread, and a handler that interrupts it. */
public final class NestingModel implements ScenarioSource {
  private final int chain;
  private final int handled;

  /**
   * @param constants those of the module's configuration
   */
  public NestingModel(Map<String, Object> constants) {
    chain = (Integer) constants.get("Chain");
    handled = (Integer) constants.get("Handled");
    if (!constants.get("LIMIT").equals(Nesting.LIMIT)) {
      throw new IllegalArgumentException("the kernel nests " + Nesting.LIMIT + " calls");
    }
  }

  private static final class Owner extends WaiterOwner {}

  private static final class State implements Modelled {
    private final Owner owner = new Owner();
    private final int[] calls;
    private final int chain;
    private final int last;
    private Nesting nesting;
    private boolean stays;

    State(int chain, int last) {
      this.chain = chain;
      this.last = last;
      calls = new int[last + 1];
    }

    void deliver(int number) {
      nesting = Nesting.current();
      Nesting.deliver(owner, new Link(this, number), null);
    }

    void handle() {
      if (!stays) {
        deliver(chain + 1);
      }
    }

    void called(int number) {
      calls[number]++;
      if (number != chain && number != last) {
        deliver(number + 1);
      }
    }

    @Override
    public void choose(Object process, String label, Map<String, Object> next) {
      if (label.equals("handler_begin")) {
        stays = !next.get("handled").equals(true);
      }
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      o.put("depth", nesting == null ? 0 : Peek.at(nesting, "depth"));
      Object pending = nesting == null ? null : Peek.at(nesting, "pending");
      List<Object> numbers = new ArrayList<>();
      for (Object d = pending; d != null; d = Peek.at(d, "next")) {
        numbers.add(((Link) Peek.at(d, "waiter")).number);
      }
      o.put("pending", numbers);
      for (int n = 1; n <= last; n++) {
        o.put("calls[" + n + "]", calls[n]);
      }
      return o;
    }
  }

  /** A waiter whose callback resumes the next one. */
  private static final class Link extends Waiter<Object> {
    private final State state;
    private final int number;

    Link(State state, int number) {
      this.state = state;
      this.number = number;
    }

    @Override
    protected void resumed(Object value) {
      state.called(number);
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("Nesting")
            .setup(() -> new State(chain, chain + handled))
            .thread("thread", s -> s.deliver(1))
            .handler("handler", "thread", State::handle));
  }
}
