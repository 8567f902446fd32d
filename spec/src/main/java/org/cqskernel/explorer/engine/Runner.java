// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * Runs logical threads, one at a time. How their stacks are kept is up to the subclass; who moves
 * is up to the machine, therefore all subclasses visit the same executions.
 *
 * <p>An execution has two phases. First every ordinary thread runs, in order, up to its first
 * access. Then the machine chooses.
 */
abstract class Runner {
  /** Ends executions and begins new ones. */
  interface Driver {
    /** Begins the first execution; returns false when its set-up fails. */
    boolean firstExecution();

    /** Ends the execution; returns whether a new one has begun. */
    boolean nextExecution();
  }

  final Machine machine;
  final Program program;
  final Driver driver;

  /** The workers on whose stack a body has begun and not ended. */
  long busy;

  private int started;
  private long begun;
  private Thread main;
  private volatile boolean finished;

  Runner(Machine machine, Driver driver) {
    this.machine = machine;
    this.program = machine.program;
    this.driver = driver;
  }

  /** Begins; the calling thread is woken when all executions are done. */
  final void start() {
    main = Thread.currentThread();
    startThreads();
  }

  abstract void startThreads();

  /** Lets the threads end, those that are not stuck in code of the scenario. */
  abstract void close();

  /** The thread that runs code of the scenario, for messages. */
  abstract Thread holder();

  /** The object that {@code Thread.currentThread()} is in code of this worker. */
  abstract EngineThread threadOf(int worker);

  /** Why executions cannot be run this way, or null. */
  String unsupported() {
    return null;
  }

  final boolean isFinished() {
    return finished;
  }

  final void finish() {
    finished = true;
    LockSupport.unpark(main);
  }

  final void beginExecution() {
    begun = 0;
    busy = 0;
    started = 1;
    machine.current = 0;
    machine.controlled = true;
  }

  /** Who goes on after a body has ended. */
  final int afterEnd() {
    if (machine.aborting) {
      return Machine.OVER;
    }
    return started < program.workers ? started++ : machine.pick(-1);
  }

  /** Runs the body of logical thread {@code t} on the current stack. */
  final void runLogical(int t) {
    begun |= 1L << t;
    long worker = 1L << program.workerOf[t];
    boolean outermost = (busy & worker) == 0;
    busy |= worker;
    machine.current = t;
    try {
      program.bodies[t].run(machine.state);
    } catch (Abort over) {
      // The execution is over.
    } catch (Throwable thrown) {
      machine.uncaught(t, thrown);
    }
    machine.quiet = 0;
    machine.waiting.ended(t);
    if (outermost) {
      busy &= ~worker;
    }
  }

  /** Called by thread {@code t}, which has announced an access; returns when it is to make it. */
  final void turn(int t) {
    int next = started < program.workers ? started++ : machine.pick(t);
    while (next != t) {
      if (next < 0) {
        abandon();
        throw Abort.INSTANCE;
      }
      if (program.workerOf[next] == program.workerOf[t] && (begun >> next & 1) == 0) {
        runLogical(next);
        next = machine.aborting ? Machine.OVER : machine.pick(t);
      } else {
        next = switchTo(next, program.workerOf[t]);
      }
    }
    machine.current = t;
  }

  /**
   * Lets {@code next} run and returns when the calling worker is to go on.
   *
   * @return the logical thread that is to move, or {@link Machine#OVER}
   */
  abstract int switchTo(int next, int worker);

  /** Leaves an execution that is over; may not return, otherwise the stack is unwound. */
  abstract void abandon();
}
