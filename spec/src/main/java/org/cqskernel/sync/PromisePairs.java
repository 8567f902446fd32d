// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cqskernel.cqs.Elsewhere;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Scenario;

/**
 * Promise and resolver: each operation against each, on a promise with no waiter, with its first
 * one, and with a queue of segments of each size.
 */
public final class PromisePairs implements PairSource {
  private static final Throwable CAUSE = new IllegalStateException("failed");

  static final class State {
    final PromiseScenarios.Sized promise;
    final List<Account> accounts = new ArrayList<>();
    final Account[] mine = new Account[Pairs.PARTIES];
    final CompletableFuture<?>[] stages = new CompletableFuture<?>[Pairs.PARTIES];
    private final int[] wins = new int[Pairs.PARTIES];
    private int rescues;

    State(int order, int registered) {
      promise = new PromiseScenarios.Sized(Math.max(order, 0));
      for (int i = 0; i < registered; i++) {
        promise.register(account());
      }
    }

    private Account account() {
      Account a = new Account();
      accounts.add(a);
      return a;
    }

    void prepare(int party) {
      mine[party] = account();
    }

    void prepareRegistered(int party) {
      prepare(party);
      promise.register(mine[party]);
    }

    void cancel(int party) {
      if (mine[party].cancel()) {
        mine[party].cancellations++;
      }
    }

    void cancelFromElsewhere() {
      for (Account a : mine) {
        if (a != null && Elsewhere.cancel(a)) {
          a.cancellations++;
        }
      }
    }

    void onResolve(int party) {
      Account a = mine[party];
      Suspension handle =
          promise.onResolve((value, cause) -> a.ended(cause == null ? value : cause));
      if (handle == null) {
        throw new AssertionError("there is no handle");
      }
    }

    void cancelHandle(int party) {
      Account a = mine[party];
      if (a.handle.cancel()) {
        a.cancellations++;
      }
    }

    void prepareHandle(int party) {
      prepare(party);
      Account a = mine[party];
      a.handle = promise.onResolve((value, cause) -> a.ended(cause == null ? value : cause));
    }

    void resolve(int party, boolean fails, boolean tries) {
      boolean won;
      if (tries) {
        won = fails ? promise.tryFail(CAUSE) : promise.tryResolve(party);
      } else {
        try {
          if (fails) {
            promise.fail(CAUSE);
          } else {
            promise.resolve(party);
          }
          won = true;
        } catch (AlreadyResolvedException e) {
          won = false;
        }
      }
      if (won) {
        wins[party]++;
      } else {
        seeResolved();
      }
    }

    /** PR-2: once it is resolved, everybody sees one outcome. */
    void seeResolved() {
      if (!promise.isResolved() || outcome() == null) {
        throw new AssertionError("a loser sees no outcome (PR-2)");
      }
    }

    private Object outcome() {
      Throwable cause = promise.failure();
      return cause != null ? cause : promise.peek(null);
    }

    void look() {
      if (promise.isResolved()) {
        seeResolved();
      }
    }

    void peek() {
      try {
        promise.peek(null);
      } catch (CompletionException e) {
        if (promise.failure() != e.getCause()) {
          throw e;
        }
      }
    }

    void await(int party, int kind) throws InterruptedException {
      Object got;
      try {
        got =
            switch (kind) {
              case 0 -> promise.await();
              case 1 -> promise.await(1, TimeUnit.SECONDS);
              default -> promise.awaitUninterruptibly();
            };
      } catch (TimeoutException e) {
        mine[party].cancellations++;
        return;
      } catch (RuntimeException e) {
        got = CAUSE; // Checked against the outcome.
        if (promise.failure() != CAUSE) {
          throw e;
        }
      }
      mine[party].ended(got);
    }

    void check() {
      promise.validate();
      if (!promise.isResolved()) {
        resolve(0, false, true);
      }
      int won = rescues + Arrays.stream(wins).sum();
      if (won != 1) {
        throw new AssertionError(won + " resolvers have won, not one (PR-1)");
      }
      for (Account a : accounts) {
        if (a.ends + a.cancellations != 1) {
          throw new AssertionError(
              "called " + a.ends + " times and cancelled " + a.cancellations + " times (PR-4)");
        }
        if (a.ends == 1 && !a.outcome.equals(outcome())) {
          throw new AssertionError("one got " + a.outcome + ", not " + outcome() + " (PR-2)");
        }
      }
      for (CompletableFuture<?> stage : stages) {
        if (stage != null && !stage.isDone()) {
          throw new AssertionError("the stage is not complete (PR-4)");
        }
      }
    }

    void rescue() {
      if (promise.tryResolve(Pairs.PARTIES)) {
        rescues++;
      }
    }
  }

  /** What became of one who waits. */
  static final class Account extends PromiseWaiter<Object> {
    private int ends;
    private int cancellations;
    private Object outcome;
    private Suspension handle;

    @Override
    protected void onValue(Object value) {
      ended(value);
    }

    @Override
    protected void onFailure(Throwable cause) {
      ended(cause);
    }

    void ended(Object result) {
      ends++;
      outcome = result;
    }
  }

  @Override
  public Options options(Scenario<?> scenario, Options options) {
    return Elsewhere.options(scenario, PairSource.super.options(scenario, options));
  }

  @Override
  public List<Pairs<?>> pairs() {
    List<Pairs<?>> all = new ArrayList<>();
    all.add(pairs("promise, nobody waits", 1, 0));
    all.add(pairs("promise, one waits", 1, 1));
    for (int order = 0; order <= 2; order++) {
      all.add(pairs("promise " + order, order, 2));
    }
    return all;
  }

  private static Pairs<State> pairs(String title, int order, int registered) {
    return Pairs.of(title, () -> new State(order, registered))
        .operation(
            "register(PromiseWaiter)", State::prepare, (s, p) -> s.promise.register(s.mine[p]))
        .operation(Elsewhere.CANCEL, (s, p) -> s.cancelFromElsewhere())
        .operation("onResolve(BiConsumer)", State::prepare, State::onResolve)
        .operation("cancel()", State::prepareRegistered, State::cancel)
        .operation("cancel() of a callback", State::prepareHandle, State::cancelHandle)
        .freeing("tryResolve(Object)", (s, p) -> {}, (s, p) -> s.resolve(p, false, true))
        .freeing("tryFail(Throwable)", (s, p) -> {}, (s, p) -> s.resolve(p, true, true))
        .freeing("resolve(Object)", (s, p) -> {}, (s, p) -> s.resolve(p, false, false))
        .freeing("fail(Throwable)", (s, p) -> {}, (s, p) -> s.resolve(p, true, false))
        .operation("isResolved()", (s, p) -> s.look())
        .operation("peek(Object)", (s, p) -> s.peek())
        .reading("failure()", s -> s.promise.failure())
        .operation("toCompletionStage()", (s, p) -> s.stages[p] = s.promise.toCompletionStage())
        .reading("toString()", s -> s.promise.toString())
        .blocking("await()", State::prepare, (s, p) -> s.await(p, 0))
        .blocking("await(long, TimeUnit)", State::prepare, (s, p) -> s.await(p, 1))
        .blocking("awaitUninterruptibly()", State::prepare, (s, p) -> s.await(p, 2))
        .rescue(State::rescue)
        .check(State::check)
        .covers("PR-1", "PR-2", "PR-4", "PR-7");
  }
}
