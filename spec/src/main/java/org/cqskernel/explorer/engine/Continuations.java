// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Runs scenario threads as continuations of the JDK, all of them on one carrier thread, which makes
 * a hand-over a change of stacks. Needs a JDK with {@code jdk.internal.vm.Continuation}, exported
 * by {@code --add-exports java.base/jdk.internal.vm=ALL-UNNAMED}.
 *
 * <p>An execution that ends early leaves its stacks behind without unwinding them.
 */
final class Continuations extends Runner {
  /** {@code (Runnable)Object}; null when there are no continuations. */
  private static final MethodHandle CREATE;

  /** {@code (Object)void}. */
  private static final MethodHandle RUN;

  /** {@code ()boolean}. */
  private static final MethodHandle YIELD;

  static {
    MethodHandle create = null;
    MethodHandle run = null;
    MethodHandle yield = null;
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> type = Class.forName("jdk.internal.vm.Continuation");
      Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
      Object scope =
          lookup
              .findConstructor(scopeType, MethodType.methodType(void.class, String.class))
              .invoke("explorer");
      create =
          MethodHandles.insertArguments(
                  lookup.findConstructor(
                      type, MethodType.methodType(void.class, scopeType, Runnable.class)),
                  0,
                  scope)
              .asType(MethodType.methodType(Object.class, Runnable.class));
      run =
          lookup
              .findVirtual(type, "run", MethodType.methodType(void.class))
              .asType(MethodType.methodType(void.class, Object.class));
      yield =
          MethodHandles.insertArguments(
              lookup.findStatic(type, "yield", MethodType.methodType(boolean.class, scopeType)),
              0,
              scope);
    } catch (ClassNotFoundException | IllegalAccessException e) {
      create = null;
    } catch (Throwable e) {
      throw new ExceptionInInitializerError(e);
    }
    CREATE = create;
    RUN = run;
    YIELD = yield;
  }

  /** Stands for a scenario thread towards its code; it is never started. */
  private static final class StandIn extends EngineThread {
    StandIn(Machine machine, int id) {
      super(machine, id);
    }
  }

  private static final class Carrier extends EngineThread {
    private final Runnable loop;

    Carrier(Machine machine, Runnable loop) {
      super(machine, -1);
      this.loop = loop;
    }

    @Override
    public void run() {
      loop.run();
    }
  }

  private final StandIn[] standIns;
  private final Object[] continuations;
  private final Carrier carrier;
  private int next;
  private String unsupported;

  Continuations(Machine machine, Driver driver) {
    super(machine, driver);
    standIns = new StandIn[program.workers];
    for (int w = 0; w < standIns.length; w++) {
      standIns[w] = new StandIn(machine, w);
    }
    continuations = new Object[program.workers];
    carrier = new Carrier(machine, this::loop);
  }

  /** Whether this JVM has continuations and lets them be used. */
  static boolean areAvailable() {
    return CREATE != null;
  }

  @Override
  Thread holder() {
    return carrier;
  }

  @Override
  EngineThread threadOf(int worker) {
    return standIns[worker];
  }

  @Override
  String unsupported() {
    return unsupported;
  }

  @Override
  void startThreads() {
    carrier.start();
  }

  @Override
  void close() {
    // The carrier has ended.
  }

  private void loop() {
    boolean more = driver.firstExecution();
    while (more) {
      beginExecution();
      for (next = 0; next >= 0; ) {
        machine.current = next;
        goOn(program.workerOf[next]);
      }
      machine.controlled = false;
      if (unsupported != null) {
        break;
      }
      for (long left = busy; left != 0; left &= left - 1) {
        continuations[Long.numberOfTrailingZeros(left)] = null;
      }
      more = driver.nextExecution();
    }
    finish();
  }

  /** Runs the stack of {@code worker} until {@link #next} is another one's turn. */
  private void goOn(int worker) {
    try {
      Object continuation = continuations[worker];
      if (continuation == null) {
        Runnable body = this::serve;
        continuation = continuations[worker] = (Object) CREATE.invokeExact(body);
      }
      RUN.invokeExact(continuation);
    } catch (Throwable t) {
      throw new IllegalStateException("a continuation fails", t);
    }
  }

  /** Runs the bodies of a worker, in one execution after the other, until it is left behind. */
  private void serve() {
    for (; ; ) {
      runLogical(machine.current);
      next = afterEnd();
      suspend();
    }
  }

  @Override
  int switchTo(int other, int worker) {
    next = other;
    suspend();
    return machine.aborting ? Machine.OVER : machine.current;
  }

  @Override
  void abandon() {
    next = Machine.OVER;
    suspend();
  }

  private void suspend() {
    try {
      boolean ignored = (boolean) YIELD.invokeExact();
    } catch (Throwable pinned) {
      // A frame of native code, for example, cannot be moved away.
      unsupported = String.valueOf(pinned.getMessage());
      machine.aborting = true;
      throw Abort.INSTANCE;
    }
  }
}
