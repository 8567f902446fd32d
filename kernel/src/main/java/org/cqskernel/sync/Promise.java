// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.cqskernel.cqs.Suspension;

/**
 * A value that somebody has promised, or the reason why there is none; set once by a {@link
 * Resolver}.
 *
 * <pre>{@code
 * Resolver<String> resolver = Promise.create();
 * Promise<String> promise = resolver.promise();
 * Suspension handle = promise.onResolve((value, cause) -> ...);
 * handle.cancel(); // O(1), and leaves nothing behind
 * }</pre>
 *
 * <p><b>Memory consistency effects:</b> actions before the resolution happen-before each callback
 * and before the return of each operation that shows it. Actions before a registration
 * happen-before its callback. <b>Progress:</b> all operations but those that are named await are
 * lock-free, but for callbacks. <b>Cost:</b> an unresolved promise is one object of 16 bytes; the
 * first callback adds one object, later ones an object and a share of a queue; cancelling is O(1)
 * and frees. <b>Context:</b> any thread, a callback of the same promise too; all but the await
 * operations also from a Cleaner or a signal handler.
 *
 * <p>A callback runs in the thread that resolves, or in the registering thread if the promise is
 * resolved already. What callbacks may do is written at {@link org.cqskernel.cqs.Waiter}.
 *
 * @param <T> the promised value; null is legal
 * @obligation PR-1 PR-2 PR-3 PR-5 PR-7 PR-8 PR-9 PR-10 PR-11 PR-12
 */
public interface Promise<T> {

  /**
   * A new promise, seen from the side that resolves it.
   *
   * @param <T> the promised value
   * @return the resolver; {@link Resolver#promise} is the other side
   */
  static <T> Resolver<T> create() {
    return new OneShotPromise<>();
  }

  /**
   * A promise that is resolved.
   *
   * @param <T> the promised value
   * @param value its value, which may be null
   * @return the promise
   */
  static <T> Promise<T> resolved(T value) {
    return new OneShotPromise<>(value);
  }

  /**
   * A promise that is failed.
   *
   * @param <T> the promised value
   * @param cause why
   * @return the promise
   * @throws NullPointerException if the cause is null
   */
  static <T> Promise<T> failed(Throwable cause) {
    return new OneShotPromise<>(new OneShotPromise.Failure(Objects.requireNonNull(cause, "cause")));
  }

  /**
   * A promise that ends as the stage does. What its callbacks throw goes to the uncaught-exception
   * handler of the thread that completes the stage, because there is no resolver to throw it to.
   *
   * @param <T> the promised value
   * @param stage the stage
   * @return the promise; a failed stage's {@link CompletionException} is unwrapped
   * @throws NullPointerException if the stage is null
   */
  static <T> Promise<T> fromCompletionStage(CompletionStage<? extends T> stage) {
    return Stages.toPromise(stage);
  }

  /**
   * Whether it has been resolved or failed.
   *
   * @return whether there is an outcome
   * @obligation PR-2 PR-9
   */
  boolean isResolved();

  /**
   * The value, without waiting.
   *
   * @param absent what to return if there is no outcome yet
   * @return the value or {@code absent}
   * @throws CompletionException if the promise failed, with the cause
   * @obligation PR-2 PR-9
   */
  T peek(T absent);

  /**
   * The reason of the failure, without waiting.
   *
   * @return the cause, or null if the promise has not failed or not yet
   * @obligation PR-2 PR-9
   */
  Throwable failure();

  /**
   * Calls back when there is an outcome, at once if there is.
   *
   * @param callback called once with the value and null, or with null and the cause, unless
   *     cancelled before
   * @return a handle; its cancel returns false, and never throws, if the callback was or will be
   *     called, or was cancelled before
   * @throws NullPointerException if the callback is null
   * @obligation PR-5 PR-6 PR-7 PR-10 BC-6
   */
  Suspension onResolve(BiConsumer<? super T, ? super Throwable> callback);

  /**
   * Calls the waiter when there is an outcome, at once if there is, and allocates nothing beside
   * it.
   *
   * @param waiter a fresh one, and its own handle
   * @return true if it waits; false if this call has called it
   * @throws NullPointerException if the waiter is null
   * @throws IllegalStateException if the waiter has been registered before
   * @obligation PR-5 PR-6 PR-7 PR-10 BC-6 MEM-7
   */
  boolean register(PromiseWaiter<? super T> waiter);

  /**
   * Waits for the outcome. If there is one, it is returned even to an interrupted thread; if there
   * is none, an interrupted thread leaves without registering.
   *
   * @return the value
   * @throws CompletionException if the promise failed, with the cause
   * @throws InterruptedException if the thread was interrupted; then nothing of it stays behind
   * @obligation PR-7 PR-8 PR-9
   */
  T await() throws InterruptedException;

  /**
   * Waits for the outcome for a limited time. With zero or less it does not wait.
   *
   * @param timeout how long
   * @param unit of the time-out
   * @return the value
   * @throws CompletionException if the promise failed, with the cause
   * @throws InterruptedException if the thread was interrupted; then nothing of it stays behind
   * @throws TimeoutException if the time is over; then nothing of it stays behind
   * @throws NullPointerException if the unit is null
   * @obligation PR-7 PR-8 PR-9 PR-11
   */
  T await(long timeout, TimeUnit unit) throws InterruptedException, TimeoutException;

  /**
   * Waits for the outcome, whatever interrupts. An interrupt stays in the thread's status.
   *
   * @return the value
   * @throws CompletionException if the promise failed, with the cause
   * @obligation PR-9
   */
  T awaitUninterruptibly();

  /**
   * A future that ends as this promise does. Whatever ends it before, cancelling for one, takes its
   * registration out again.
   *
   * @return a new future
   * @obligation PR-11
   */
  CompletableFuture<T> toCompletionStage();
}
