// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.scenarios;

import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.explorer.toys.Mailbox;

/** Message passing through a release and an acquire. */
public final class MailboxScenarios implements ScenarioSource {
  static final class State {
    final Mailbox mailbox = new Mailbox();
    int received;
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("message-passing")
            .setup(State::new)
            .describe("who sees the flag sees the payload")
            .thread("sender", s -> s.mailbox.send(42))
            .thread("receiver", s -> s.received = s.mailbox.receive())
            .check(
                s -> {
                  if (s.received != -1 && s.received != 42) {
                    throw new AssertionError("received " + s.received);
                  }
                })
            .outcome(s -> String.valueOf(s.received)));
  }
}
