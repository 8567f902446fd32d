// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.layeringfixture.cqs;

import java.lang.invoke.VarHandle;
import java.lang.reflect.Method;
import java.util.concurrent.locks.ReentrantLock;
import org.cqskernel.layeringfixture.runtime.EventLoop;

/** Uses what it may not, holds its VarHandle in an instance, locks, and starts a thread. */
class Cell {
  VarHandle slot;
  Method method;
  ReentrantLock lock;
  EventLoop loop;
  java.util.concurrent.Callable<Nested> nested;

  void start() {
    new Thread(() -> {}).start();
  }

  synchronized void guarded() {}

  /** A nested class counts as its outermost class. */
  static class Nested {
    Cqs above;
  }
}
