// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Bridges between promises and completion stages. */
final class Stages {
  private Stages() {}

  static <T> Promise<T> toPromise(CompletionStage<? extends T> stage) {
    Objects.requireNonNull(stage, "stage");
    OneShotPromise<T> promise = new OneShotPromise<>();
    stage.whenComplete(
        (value, thrown) -> {
          try {
            if (thrown == null) {
              promise.tryResolve(value);
            } else {
              promise.tryFail(cause(thrown));
            }
          } catch (Throwable t) {
            // What callbacks throw belongs to the resolver, and a stage would swallow it silently.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
          }
        });
    return promise;
  }

  /** Dependent stages wrap a cause in a CompletionException, the first one does not. */
  private static Throwable cause(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  static <T> CompletableFuture<T> toFuture(Promise<T> promise) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Completer<T> completer = new Completer<>(future);
    if (promise.register(completer)) {
      // Cancelled, timed out or completed by others: nobody needs the registration any more. If it
      // is
      // the completer that ended it, cancel finds it resumed and returns false.
      future.whenComplete((value, thrown) -> completer.cancel());
    }
    return future;
  }

  private static final class Completer<T> extends PromiseWaiter<T> {
    private final CompletableFuture<T> future;

    Completer(CompletableFuture<T> future) {
      this.future = future;
    }

    @Override
    protected void onValue(T value) {
      future.complete(value);
    }

    @Override
    protected void onFailure(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }
}
