// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** Callbacks nested more deeply than the kernel lets them, and a handler in the midst of it. */
public final class NestingScenarios implements ScenarioSource {
  /** Deep enough that each chain leaves something to the outermost sweep. */
  private static final int LENGTH = 34;

  static final class State {
    final List<OneShotPromise<Object>> first = new ArrayList<>();
    final List<OneShotPromise<Object>> second = new ArrayList<>();
    final List<String> called = new ArrayList<>();
    int thrown;
    private int depth;
    private int deepest;

    State() {
      chain("a", first);
      chain("b", second);
    }

    private void chain(String name, List<OneShotPromise<Object>> promises) {
      for (int i = 0; i <= LENGTH; i++) {
        promises.add(new OneShotPromise<>());
      }
      for (int i = 0; i < LENGTH; i++) {
        int n = i;
        promises
            .get(i)
            .suspend(
                new Ledger(name + i)
                    .then(
                        () -> {
                          called.add(name + n);
                          deepest = Math.max(deepest, ++depth);
                          try {
                            promises.get(n + 1).tryResolve(n);
                          } finally {
                            depth--;
                          }
                          if (n == LENGTH - 2) {
                            throw new IllegalStateException(name); // RALL-11: loses nobody else.
                          }
                        }));
      }
    }

    void resolve(List<OneShotPromise<Object>> promises) {
      try {
        promises.get(0).tryResolve("go");
      } catch (IllegalStateException e) {
        thrown += 1 + e.getSuppressed().length;
      }
    }

    void check() {
      for (var promises : List.of(first, second)) {
        if (!promises.get(LENGTH).isResolved()) {
          throw new AssertionError("a chain has stopped after " + called.size() + " calls");
        }
      }
      if (called.size() != 2 * LENGTH) {
        throw new AssertionError(called.size() + " calls instead of " + 2 * LENGTH);
      }
      if (deepest > LENGTH - 2) {
        throw new AssertionError("callbacks nest " + deepest + " deep (RALL-10)");
      }
      if (thrown != 2) {
        throw new AssertionError(thrown + " of 2 exceptions came out");
      }
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        Scenario.named("nesting-interrupted")
            .setup(State::new)
            .thread("interrupted", s -> s.resolve(s.first))
            .alone("handler", "interrupted", s -> s.resolve(s.second))
            .check(State::check)
            .covers("RALL-10", "RALL-11", "RALL-12")
            .describe(
                "A deep chain of callbacks, and a handler with another one in it (RALL-12)."));
  }
}
