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
 *
 * <p>An execution has two phases. First every ordinary thread runs, in order, up to its first
 * access. Then the machine chooses.
 */
final class Baton {
  /** Ends executions and begins new ones. */
  interface Driver {
    /** Begins the first execution; returns false when its set-up fails. */
    boolean firstExecution();

    /** Ends the execution; returns whether a new one has begun. */
    boolean nextExecution();
  }

  final Machine machine;
  private final Program program;
  private final Driver driver;
  private final Worker[] workers;
  private Thread main;
  private int current;
  private boolean opened;
  private int started;
  private long begun;
  private long busy;
  private volatile boolean finished;
  private volatile boolean closed;

  Baton(Machine machine, Driver driver) {
    this.machine = machine;
    this.program = machine.program;
    this.driver = driver;
    workers = new Worker[program.workers];
    for (int w = 0; w < workers.length; w++) {
      workers[w] = new Worker(this, w);
    }
  }

  /** The logical thread that moves. */
  int current() {
    return current;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isFinished() {
    return finished;
  }

  Thread holder() {
    return workers[program.workerOf[current]];
  }

  /** Begins; the calling thread is woken when all executions are done. */
  void start() {
    main = Thread.currentThread();
    for (Worker w : workers) {
      w.start();
    }
    workers[0].wake();
  }

  /** Lets the workers end, those that are not stuck in code of the scenario. */
  void close() {
    closed = true;
    for (Worker w : workers) {
      w.wake();
    }
  }

  private void beginExecution() {
    begun = 0;
    busy = 0;
    started = 1;
    current = 0;
    machine.controlled = true;
  }

  /** Runs logical threads on {@code worker} until another one has to go on. */
  void serve(Worker worker) {
    if (!opened) {
      opened = true;
      if (!driver.firstExecution()) {
        finish();
        return;
      }
      beginExecution();
    }
    int t = current;
    while (true) {
      runLogical(t);
      int next = machine.aborting ? Machine.OVER : afterEnd();
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
      current = next;
      Worker other = workers[program.workerOf[next]];
      if (other != worker) {
        other.wake();
        return;
      }
      t = next;
    }
  }

  private void finish() {
    finished = true;
    LockSupport.unpark(main);
  }

  private int afterEnd() {
    return started < program.workers ? started++ : machine.pick(-1);
  }

  private void runLogical(int t) {
    begun |= 1L << t;
    long worker = 1L << program.workerOf[t];
    boolean outermost = (busy & worker) == 0;
    busy |= worker;
    current = t;
    try {
      program.bodies[t].run(machine.state);
    } catch (Abort over) {
      // The execution is over.
    } catch (Throwable thrown) {
      machine.uncaught(t, thrown);
    }
    machine.quiet = 0;
    machine.ended(t);
    if (outermost) {
      busy &= ~worker;
    }
  }

  /** Called by thread {@code t}, which has announced an access; returns when it is to make it. */
  void turn(int t) {
    Worker worker = workers[program.workerOf[t]];
    int next = started < program.workers ? started++ : machine.pick(t);
    while (next != t) {
      if (next < 0) {
        throw Abort.INSTANCE;
      }
      if (program.workerOf[next] == worker.id && (begun >> next & 1) == 0) {
        runLogical(next);
        next = machine.aborting ? Machine.OVER : machine.pick(t);
        continue;
      }
      current = next;
      workers[program.workerOf[next]].wake();
      worker.await();
      next = machine.aborting ? Machine.OVER : current;
    }
    current = t;
  }
}
