// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.concurrent.locks.LockSupport;

/** A real thread that lends its stack to one ordinary scenario thread and its handlers. */
final class Worker extends Thread {
  final int id;
  final Baton baton;
  final Machine machine;
  private volatile boolean hasBaton;

  Worker(Baton baton, int id) {
    super("explorer-" + baton.machine.program.names[id]);
    this.baton = baton;
    this.id = id;
    this.machine = baton.machine;
    setDaemon(true);
  }

  @Override
  public void run() {
    for (; ; ) {
      await();
      if (baton.isClosed()) {
        return;
      }
      baton.serve(this);
    }
  }

  /** Waits for the baton. Parks at once, because spinning takes a core from whoever holds it. */
  void await() {
    while (!hasBaton) {
      LockSupport.park(this);
    }
    hasBaton = false;
  }

  /** Hands the baton to this worker. */
  void wake() {
    hasBaton = true;
    LockSupport.unpark(this);
  }
}
