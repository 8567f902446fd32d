// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Many threads: virtual ones where the JDK has them. */
final class WaitingThreads {
  private static final int MOST_PLATFORM_THREADS = 1_000;
  private static final int MOST_VIRTUAL_THREADS = 100_000;
  private static final long SMALL_STACK = 1 << 16;

  private WaitingThreads() {}

  /** Starts so many threads that run the task, or none if so many are too many here. */
  static boolean start(int threads, Runnable task) {
    MethodHandle startVirtual = startVirtual();
    if (threads > (startVirtual == null ? MOST_PLATFORM_THREADS : MOST_VIRTUAL_THREADS)) {
      return false;
    }
    for (int i = 0; i < threads; i++) {
      if (startVirtual == null) {
        Thread thread = new Thread(null, task, "waiting-" + i, SMALL_STACK);
        thread.setDaemon(true);
        thread.start();
      } else {
        try {
          startVirtual.invoke(task);
        } catch (Throwable t) {
          throw new AssertionError(t);
        }
      }
    }
    return true;
  }

  /** {@code Thread.startVirtualThread}, or null on a JDK without virtual threads. */
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
