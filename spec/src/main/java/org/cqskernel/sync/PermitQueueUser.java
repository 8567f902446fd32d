// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.concurrent.locks.LockSupport;
import org.cqskernel.cqs.Gate;
import org.cqskernel.cqs.Handles;

/** A user of permits and its waiter; the thread parks until it is called or cancelled. */
final class PermitQueueUser extends Handles.Noted {
  boolean accepts;
  boolean declined;
  private final Gate decision = new Gate();
  private volatile boolean over;
  private volatile Thread thread;

  PermitQueueUser(String name) {
    super(name);
  }

  @Override
  protected boolean tryResume(Object permit) {
    decision.isOpen(); // Whether it has a use for the permit.
    declined = !accepts;
    stop();
    return accepts;
  }

  @Override
  protected void wasCancelled() {
    stop();
  }

  private void stop() {
    over = true;
    LockSupport.unpark(thread);
  }

  void waitForCall() {
    thread = Thread.currentThread();
    while (!over) {
      LockSupport.park();
    }
  }
}
