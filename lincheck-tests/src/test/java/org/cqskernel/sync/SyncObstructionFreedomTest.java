// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.lincheck.Lines;
import org.cqskernel.lincheck.Race;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutex, Condition and stages of a promise: each operation that does not park ends when it runs
 * alone, wherever the others were stopped. Results are not compared.
 */
class SyncObstructionFreedomTest {

  /** An asynchronous mutex: of a synchronous one a cancel may not be interrupted (CQS-16). */
  public static class Locking {
    private final Mutex mutex = new Mutex(Resumption.ASYNC);
    private final Lines<Ledger> lines = new Lines<>();

    @Operation
    public void lock(@Param(gen = ThreadIdGen.class) int thread) {
      Ledger waiter = new Ledger("waiter");
      mutex.lock(waiter);
      lines.add(thread, waiter);
    }

    @Operation
    public void cancel(@Param(gen = ThreadIdGen.class) int thread) {
      lines.cancel(thread, Ledger::tryCancel);
    }

    @Operation
    public boolean tryLock() {
      return mutex.tryLock();
    }

    @Operation
    public void unlock() {
      try {
        mutex.unlock();
      } catch (IllegalMonitorStateException | IllegalStateException e) {
        // It was unlocked.
      }
    }

    @Operation
    public boolean isLocked() {
      return mutex.isLocked();
    }

    @Validate
    public void atRest() {
      mutex.validate();
    }
  }

  /** A condition with callbacks. */
  public static class Changing {
    private final Condition condition = new Condition();
    private final Lines<Suspension> lines = new Lines<>();

    @Operation
    public void registerImmediate(@Param(gen = ThreadIdGen.class) int thread) {
      lines.add(thread, condition.registerImmediate(() -> {}));
    }

    @Operation
    public void cancel(@Param(gen = ThreadIdGen.class) int thread) {
      lines.cancel(thread, Suspension::cancel);
    }

    @Operation
    public void broadcast() {
      condition.broadcast();
    }

    @Validate
    public void atRest() {
      condition.validate();
    }
  }

  /** A promise and stages made of it, one of which is cancelled. */
  public static class Staged {
    private final Resolver<String> resolver = Promise.create();
    private final Promise<String> promise = resolver.promise();

    @Operation
    public boolean tryResolve() {
      return resolver.tryResolve("value");
    }

    @Operation
    public void toCompletionStage() {
      promise.toCompletionStage();
    }

    @Operation
    public void cancelledStage() {
      promise.toCompletionStage().toCompletableFuture().cancel(false);
    }

    @Validate
    public void atRest() {
      Race.check(
          promise.isResolved() == promise.toCompletionStage().toCompletableFuture().isDone(),
          "a stage is done and its promise is not, or the other way round");
    }
  }

  private static void check(Class<?> type) {
    Bounds.linearizability()
        .verifier(EpsilonVerifier.class)
        .checkObstructionFreedom(true)
        .check(type);
  }

  @Test
  @Tag("ARR-21")
  @Tag("SEM-9")
  void mutex() {
    check(Locking.class);
  }

  @Test
  @Tag("COND-12")
  @Tag("COND-13")
  @Tag("BC-11")
  void condition() {
    check(Changing.class);
  }

  @Test
  @Tag("PR-12")
  @Tag("BC-11")
  void stages() {
    check(Staged.class);
  }
}
