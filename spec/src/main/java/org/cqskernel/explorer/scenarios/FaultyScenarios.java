// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.scenarios;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.explorer.toys.Mailbox;
import org.cqskernel.explorer.toys.TreiberStack;

/** Programs that are wrong on purpose: each ends with a drawn interleaving. */
public final class FaultyScenarios implements ScenarioSource {
  static final class Recycled {
    final TreiberStack stack = new TreiberStack();
    final List<Integer> popped = new ArrayList<>();

    Recycled() {
      stack.push(3);
      stack.push(2);
      stack.push(1);
    }

    void keep(TreiberStack.Node node) {
      if (node != null) {
        popped.add(node.value);
      }
    }
  }

  static final class Mail {
    final Mailbox mailbox = new Mailbox();
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("aba")
            .setup(Recycled::new)
            .describe("a stack that takes a node back while another thread pops it")
            .thread("popper", s -> s.keep(s.stack.pop()))
            .thread(
                "recycler",
                s -> {
                  TreiberStack.Node a = s.stack.pop();
                  s.keep(s.stack.pop());
                  if (a != null) {
                    s.stack.pushNode(a);
                  }
                })
            .check(
                s -> {
                  for (int k = 0; k < 4; k++) {
                    s.keep(s.stack.pop());
                  }
                  s.popped.sort(null);
                  if (!s.popped.equals(List.of(1, 2, 3))) {
                    throw new AssertionError("popped " + s.popped + " instead of 1, 2, 3");
                  }
                }),
        Scenario.named("opaque-publication")
            .setup(Mail::new)
            .describe("a payload published by an opaque flag: a data race, invisible to testing")
            .thread("sender", s -> s.mailbox.sendOpaque(42))
            .thread("receiver", s -> s.mailbox.receive()));
  }
}
