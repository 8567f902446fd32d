// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Many threads that wait: platform threads, and virtual ones where the JDK has them. */
final class Crowd {
  /** More of them are too many for a machine that does other work too. */
  static final int MOST_PLATFORM_THREADS = 1_000;

  /** The platform threads' name. */
  static final String NAME = "crowd";

  private static final long SMALL_STACK = 1 << 16;
  private static final long ONE_MILLISECOND = 1_000_000;

  /** About what it takes one thread to start. */
  private static final long ONE_START = 20_000;

  private static final MethodHandle START_VIRTUAL = startVirtual();

  private Crowd() {}

  /** Whether this JDK has virtual threads, and parks them in monitors too. */
  static boolean hasVirtualThreads() {
    return START_VIRTUAL != null;
  }

  /** Starts a daemon thread. */
  static Thread start(boolean virtual, Runnable task) {
    if (virtual) {
      try {
        return (Thread) START_VIRTUAL.invokeExact(task);
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
    }
    Thread thread = new Thread(null, task, NAME, SMALL_STACK);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** An executor that starts a thread for each task, or uses an idle platform thread again. */
  static Executor executor(boolean virtual) {
    return virtual
        ? task -> start(true, task)
        : Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(null, task, NAME, SMALL_STACK);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts so many threads and returns when all of them wait. */
  static List<Thread> gather(boolean virtual, int size, Runnable task) {
    List<Thread> threads = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      threads.add(start(virtual, task));
    }
    // Twice, because one that queues for a lock on its way also counts as waiting.
    awaitState(threads, Thread.State.WAITING);
    awaitState(threads, Thread.State.WAITING);
    return threads;
  }

  /** Starts so many threads that wait: virtual ones if there are any. */
  static boolean start(int size, Runnable task) {
    if (!hasVirtualThreads() && size > MOST_PLATFORM_THREADS) {
      return false;
    }
    gather(hasVirtualThreads(), size, task);
    return true;
  }

  private static void awaitState(List<Thread> threads, Thread.State state) {
    for (Thread thread : threads) {
      while (thread.getState() != state) {
        if (thread.getState() == Thread.State.TERMINATED) {
          throw new IllegalStateException("it was to wait, and has ended");
        }
        LockSupport.parkNanos(Math.min(ONE_MILLISECOND, threads.size() * ONE_START));
      }
    }
  }

  private static MethodHandle startVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Thread.class,
              "startVirtualThread",
              MethodType.methodType(Thread.class, Runnable.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
