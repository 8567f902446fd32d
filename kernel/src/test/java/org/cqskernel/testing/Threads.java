// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Threads whose results and failures reach the test, and waiting with a limit. */
public final class Threads {
  private static final long LIMIT_SECONDS = 60;

  private Threads() {}

  /** A thread at work. */
  public static final class Task<T> {
    private final FutureTask<T> future;
    private final Thread thread;

    private Task(Callable<T> work, long stackSize) {
      future = new FutureTask<>(work);
      thread = new Thread(null, future, "test", stackSize);
      thread.setDaemon(true);
      thread.start();
    }

    /** The thread. */
    public Thread thread() {
      return thread;
    }

    /** Its result, or what it threw. */
    public T join() throws Exception {
      try {
        return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw Threads.<Exception>sneaky(e.getCause());
      } catch (TimeoutException e) {
        AssertionError stuck = new AssertionError("stuck: " + thread);
        stuck.setStackTrace(thread.getStackTrace());
        throw stuck;
      }
    }

    /** Interrupts it. */
    public void interrupt() {
      thread.interrupt();
    }

    /** Returns once the thread is parked or waiting. */
    public Task<T> awaitParked() {
      until(this::isParked);
      return this;
    }

    /** Returns once the thread is parked or waiting, or has ended. */
    public Task<T> awaitParkedOrDone() {
      until(() -> isParked() || future.isDone());
      return this;
    }

    private boolean isParked() {
      return thread.getState() == Thread.State.WAITING
          || thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** Whether it is still at work. */
    public boolean isRunning() {
      return !future.isDone();
    }
  }

  /** Something to do that may throw. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /** Starts a thread with a result. */
  public static <T> Task<T> call(Callable<T> work) {
    return new Task<>(work, 0);
  }

  /** Starts a thread. */
  public static Task<Void> start(Work work) {
    return start(0, work);
  }

  /** Starts a thread with a stack of so many bytes. */
  public static Task<Void> start(long stackSize, Work work) {
    return new Task<>(
        () -> {
          work.run();
          return null;
        },
        stackSize);
  }

  /** Runs the work in so many threads at once and waits for all. */
  public static void inParallel(int threads, Work work) throws Exception {
    List<Task<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(start(work));
    }
    for (Task<Void> task : tasks) {
      task.join();
    }
  }

  /** Waits until the condition holds, and fails if it never does. */
  public static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen within " + LIMIT_SECONDS + " s");
      }
      pause(1);
    }
  }

  /** Sleeps a little. */
  public static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
