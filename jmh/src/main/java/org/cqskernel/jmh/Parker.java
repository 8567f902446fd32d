// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.locks.LockSupport;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;

/** Parks a thread until Kotlin resumes it, as our own blocking forms do. */
final class Parker implements Continuation<Unit> {
  private volatile Thread thread = Thread.currentThread();

  @Override
  public CoroutineContext getContext() {
    return EmptyCoroutineContext.INSTANCE;
  }

  @Override
  public void resumeWith(Object result) {
    Thread waiting = thread;
    thread = null;
    LockSupport.unpark(waiting);
  }

  /** Waits if the suspending function, given this, has suspended. */
  void awaitIfSuspended(Object result) {
    if (result == IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
      while (thread != null) {
        LockSupport.park(this);
      }
    }
  }
}
