// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * Runs scenario threads on real threads of which exactly one moves at a time: the one that holds
 * the baton.
 *
 * <p>Whoever reaches an access decides who moves next and wakes that worker, which is one
 * hand-over, or none if the same thread goes on. Whoever ends an execution begins the next one. All
 * fields are confined to the holder; the hand-over orders them.
 */
final class Baton extends Runner {
  /** A real thread that lends its stack to one ordinary scenario thread and its handlers. */
  private static final class Worker extends EngineThread {
    private final Baton baton;
    private volatile boolean hasBaton;
    private volatile boolean parked;

    Worker(Baton baton, int id) {
      super(baton.machine, id);
      this.baton = baton;
    }

    @Override
    public void run() {
      for (; ; ) {
        await();
        if (baton.closed) {
          return;
        }
        baton.serve(this);
      }
    }

    /**
     * Waits for the baton. Yields for a while before it parks, because to wake a processor that has
     * gone to sleep costs more than a step; and does not spin, because that takes a processor from
     * another holder.
     */
    void await() {
      for (int i = 0; i < YIELDS && !hasBaton; i++) {
        Thread.yield();
      }
      if (!hasBaton) {
        parked = true;
        while (!hasBaton) {
          LockSupport.park(this);
        }
        parked = false;
      }
      hasBaton = false;
    }

    /** Hands the baton to this worker. */
    void wake() {
      hasBaton = true;
      // The waiter says that it parks, then looks again; we store, then look: one sees the other.
      if (parked) {
        LockSupport.unpark(this);
      }
    }
  }

  /** With 10 an exploration is as slow as with none, with 50 to 2,000 twice as fast. */
  private static final int YIELDS = 100;

  private final Worker[] workers;
  private boolean opened;
  private volatile boolean closed;

  Baton(Machine machine, Driver driver) {
    super(machine, driver);
    workers = new Worker[program.workers];
    for (int w = 0; w < workers.length; w++) {
      workers[w] = new Worker(this, w);
    }
  }

  @Override
  Thread holder() {
    return workers[program.workerOf[machine.current]];
  }

  @Override
  EngineThread threadOf(int worker) {
    return workers[worker];
  }

  @Override
  void startThreads() {
    for (Worker w : workers) {
      w.start();
    }
    workers[0].wake();
  }

  @Override
  void close() {
    closed = true;
    for (Worker w : workers) {
      w.wake();
    }
  }

  /** Runs logical threads on {@code worker} until another one has to go on. */
  private void serve(Worker worker) {
    if (!opened) {
      opened = true;
      if (!driver.firstExecution()) {
        finish();
        return;
      }
      beginExecution();
    }
    int t = machine.current;
    while (true) {
      runLogical(t);
      int next = afterEnd();
      if (next < 0) {
        if (busy != 0) {
          // The others unwind one by one.
          workers[Long.numberOfTrailingZeros(busy)].wake();
          return;
        }
        machine.controlled = false;
        if (!driver.nextExecution()) {
          finish();
          return;
        }
        beginExecution();
        next = 0;
      }
      machine.current = next;
      Worker other = workers[program.workerOf[next]];
      if (other != worker) {
        other.wake();
        return;
      }
      t = next;
    }
  }

  @Override
  int switchTo(int next, int worker) {
    machine.current = next;
    workers[program.workerOf[next]].wake();
    workers[worker].await();
    return machine.aborting ? Machine.OVER : machine.current;
  }

  @Override
  void abandon() {
    // Unwinds, because the stack belongs to the worker.
  }
}
