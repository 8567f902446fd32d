// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.cqskernel.cqs.OneShot;
import org.cqskernel.cqs.Suspension;
import org.cqskernel.sync.ThreadWaiter.End;

/** Both sides of a promise, in one object of one field. The protocol is that of {@link OneShot}. */
class OneShotPromise<T> extends OneShot<Object> implements Promise<T>, Resolver<T> {

  /** The outcome of a promise that failed. */
  record Failure(Throwable cause) {}

  private enum Absent {
    ABSENT
  }

  OneShotPromise() {}

  OneShotPromise(Object outcome) {
    super(outcome);
  }

  @Override
  public Promise<T> promise() {
    return this;
  }

  @Override
  public boolean tryResolve(T value) {
    return tryResumeAll(value);
  }

  @Override
  public boolean tryFail(Throwable cause) {
    Objects.requireNonNull(cause, "cause");
    return !isResumed() && tryResumeAll(new Failure(cause));
  }

  @Override
  public boolean isResolved() {
    return isResumed();
  }

  @Override
  public T peek(T absent) {
    return valueOf(outcome(absent));
  }

  @Override
  public Throwable failure() {
    return outcome(null) instanceof Failure failure ? failure.cause : null;
  }

  @Override
  public Suspension onResolve(BiConsumer<? super T, ? super Throwable> callback) {
    Callback<T> waiter = new Callback<>(callback);
    suspend(waiter);
    return waiter;
  }

  @Override
  public boolean register(PromiseWaiter<? super T> waiter) {
    return suspend(waiter);
  }

  private static final class Callback<T> extends PromiseWaiter<T> {
    private final BiConsumer<? super T, ? super Throwable> callback;

    Callback(BiConsumer<? super T, ? super Throwable> callback) {
      this.callback = Objects.requireNonNull(callback, "callback");
    }

    /** What {@link #resumed} comes to, in one virtual call instead of three. */
    @Override
    @SuppressWarnings("unchecked") // As there.
    protected boolean tryResume(Object outcome) {
      if (outcome instanceof Failure failure) {
        callback.accept(null, failure.cause);
      } else {
        callback.accept((T) outcome, null);
      }
      return true;
    }

    @Override
    protected void onValue(T value) {
      callback.accept(value, null);
    }

    @Override
    protected void onFailure(Throwable cause) {
      callback.accept(null, cause);
    }
  }

  // ---- waiting threads

  @Override
  public T await() throws InterruptedException {
    Object outcome = outcome(Absent.ABSENT);
    if (outcome == Absent.ABSENT) {
      outcome = park(false, 0);
    }
    return valueOf(outcome);
  }

  @Override
  public T await(long timeout, TimeUnit unit) throws InterruptedException, TimeoutException {
    long nanos = unit.toNanos(timeout);
    Object outcome = outcome(Absent.ABSENT);
    if (outcome == Absent.ABSENT) {
      outcome = park(true, nanos);
      if (outcome == Absent.ABSENT) {
        throw new TimeoutException("the promise was not resolved within " + timeout + " " + unit);
      }
    }
    return valueOf(outcome);
  }

  /** PR-8: an interrupted thread leaves before it registers. Returns ABSENT if the time is over. */
  private Object park(boolean timed, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (timed && nanos <= 0) {
      return Absent.ABSENT;
    }
    ThreadWaiter<Object> waiter = new ThreadWaiter<>();
    suspend(waiter);
    End end = timed ? waiter.await(this, nanos) : waiter.await(this);
    if (end == End.INTERRUPTED) {
      throw new InterruptedException();
    }
    return end == End.RESUMED ? waiter.value() : Absent.ABSENT;
  }

  @Override
  public T awaitUninterruptibly() {
    Object outcome = outcome(Absent.ABSENT);
    if (outcome == Absent.ABSENT) {
      ThreadWaiter<Object> waiter = new ThreadWaiter<>();
      suspend(waiter);
      waiter.awaitUninterruptibly(this);
      outcome = waiter.value();
    }
    return valueOf(outcome);
  }

  @SuppressWarnings("unchecked")
  private T valueOf(Object outcome) {
    if (outcome instanceof Failure failure) {
      throw new CompletionException(failure.cause);
    }
    return (T) outcome;
  }

  @Override
  public CompletableFuture<T> toCompletionStage() {
    return Stages.toFuture(this);
  }

  /** The state, never the value. */
  @Override
  public String toString() {
    return "Promise["
        + (!isResumed() ? "unresolved" : failure() == null ? "resolved" : "failed")
        + "]";
  }
}
