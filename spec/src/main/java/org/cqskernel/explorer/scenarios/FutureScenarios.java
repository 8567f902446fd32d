// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.scenarios;

import com.google.common.util.concurrent.SettableFuture;
import java.util.List;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Guava's {@code SettableFuture}, from its published class files. */
public final class FutureScenarios implements ScenarioSource {
  static final class State {
    final SettableFuture<Integer> future = SettableFuture.create();
    int winner;
    int wins;
    private volatile int calls;
    int got;
    boolean cancelled;

    void set(int value) {
      if (future.set(value)) {
        wins++;
        winner = value;
      }
    }

    void cancel() {
      if (future.cancel(false)) {
        wins++;
        cancelled = true;
      }
    }

    void listen() {
      future.addListener(() -> calls++, Runnable::run);
    }

    /** Read here, because a read in a scenario's body is not explored. */
    void getAfterCall() throws Exception {
      got = future.get();
      if (calls == 0) {
        throw new AssertionError("get() returns before the listener has run");
      }
    }

    void checkOnce() {
      if (wins != 1) {
        throw new AssertionError(wins + " completions took effect");
      }
      if (calls != 1) {
        throw new AssertionError("the listener has run " + calls + " times");
      }
      if (future.isCancelled() != cancelled) {
        throw new AssertionError("cancelled: " + future.isCancelled());
      }
    }
  }

  /**
   * The options that also explore the class, its helpers and the state that listeners write: two
   * executions that differ only in accesses that are not explored count as the same.
   */
  public static Options instrumented(Options options) {
    return options
        .instrument("com.google.common.util.concurrent.")
        .instrument(State.class.getName());
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("settable-future-two-set")
            .setup(State::new)
            .describe("Guava: two threads set, one listens and gets; one value, one call")
            .thread("first", s -> s.set(1))
            .thread("second", s -> s.set(2))
            .thread(
                "getter",
                s -> {
                  s.listen();
                  s.got = s.future.get();
                })
            .check(
                s -> {
                  s.checkOnce();
                  if (s.got != s.winner) {
                    throw new AssertionError("got " + s.got + " but set " + s.winner);
                  }
                }),
        Scenario.named("settable-future-set-or-cancel")
            .setup(State::new)
            .describe("Guava: one thread sets, one cancels, one listens; one wins, one call")
            .thread("setter", s -> s.set(1))
            .thread("canceller", State::cancel)
            .thread("listener", State::listen)
            .check(State::checkOnce)
            .outcome(s -> s.cancelled ? "cancelled" : "set"));
  }
}
