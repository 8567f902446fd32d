// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One tiny program for each kind of failure, and near misses that must pass. */
final class Faults implements ScenarioSource {
  /** Instrumented. */
  static final class Lab {
    static final VarHandle FLAG;
    static final VarHandle BOX;
    static int repetitions;

    static {
      try {
        FLAG = MethodHandles.lookup().findVarHandle(Lab.class, "flag", int.class);
        BOX = MethodHandles.lookup().findVarHandle(Lab.class, "box", Box.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    volatile int flag;
    int data;
    final int[] array = new int[2];
    Box box;
    volatile Thread waiter;
    boolean interrupted;
    boolean timedOut;

    void parkUntilFlag() {
      waiter = Thread.currentThread();
      while (flag == 0) {
        LockSupport.park(this);
      }
    }

    void parkOnce() {
      waiter = Thread.currentThread();
      LockSupport.park();
    }

    void parkIfUnset() {
      waiter = Thread.currentThread();
      if (flag == 0) {
        LockSupport.park();
      }
    }

    void parkTimed() {
      waiter = Thread.currentThread();
      long deadline = System.nanoTime() + 1_000;
      while (flag == 0) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          timedOut = true;
          return;
        }
        LockSupport.parkNanos(this, left);
      }
    }

    void parkInterruptibly() {
      waiter = Thread.currentThread();
      while (flag == 0 && !(interrupted = Thread.interrupted())) {
        LockSupport.park(this);
      }
    }

    void interruptWaiter() {
      Thread t = waiter;
      if (t != null) {
        t.interrupt();
      } else {
        wakeWaiter();
      }
    }

    void wakeWaiter() {
      flag = 1;
      Thread t = waiter;
      if (t != null) {
        LockSupport.unpark(t);
      }
    }

    /** Looks for the waiter before it raises the flag. */
    void wakeWaiterTooEarly() {
      Thread t = waiter;
      flag = 1;
      if (t != null) {
        LockSupport.unpark(t);
      }
    }

    void spinUntilFlag() {
      while (flag == 0) {
        Thread.onSpinWait();
      }
    }

    void lock() {
      while (!FLAG.compareAndSet(this, 0, 1)) {
        Thread.onSpinWait();
      }
    }

    void unlock() {
      flag = 0;
    }

    void lockedIncrement() {
      lock();
      increment();
      unlock();
    }

    void publish(boolean release) {
      data = 1;
      array[1] = 1;
      if (release) {
        FLAG.setRelease(this, 1);
      } else {
        FLAG.setOpaque(this, 1);
      }
    }

    int readPublished() {
      return (int) FLAG.getAcquire(this) == 1 ? data + array[1] : 2;
    }

    void increment() {
      data++;
    }

    int readArray() {
      return array[1];
    }

    void writeArray() {
      array[1] = 7;
    }

    void bump() {
      FLAG.getAndAddRelease(this, 0);
    }

    int repeat() {
      return ++repetitions % 2 == 0 ? flag : 0;
    }

    void publishBox() {
      BOX.setOpaque(this, new Box());
    }

    int readFinal() {
      Box b = (Box) BOX.getOpaque(this);
      return b == null ? 5 : b.frozen[0];
    }

    int readMutable() {
      Box b = (Box) BOX.getOpaque(this);
      return b == null ? 6 : b.mutable;
    }
  }

  /** Instrumented with its enclosing class; published without order. */
  static final class Box {
    final int[] frozen;
    int mutable;

    Box() {
      frozen = new int[] {5};
      mutable = 6;
    }
  }

  private static Scenario<Lab> named(String name) {
    return Scenario.named(name).setup(Lab::new);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    return List.of(
        named("assertion")
            .thread("writer", Lab::wakeWaiter)
            .thread("reader", l -> require(l.readPublished() == 2, "sees the flag")),
        named("exception")
            .thread("writer", Lab::wakeWaiter)
            .thread("reader", l -> Integer.parseInt(l.readPublished() == 2 ? "1" : "x")),
        named("check")
            .thread("a", Lab::wakeWaiter)
            .check(l -> require(l.flag == 0, "flag is " + l.flag)),
        named("invariant")
            .thread(
                "a",
                l -> {
                  l.wakeWaiter();
                  l.unlock();
                })
            .invariant(l -> require(l.flag == 0, "flag is " + l.flag)),
        named("lost wake-up")
            .thread("waiter", Lab::parkUntilFlag)
            .thread("waker", Lab::wakeWaiterTooEarly),
        named("wake-up").thread("waiter", Lab::parkUntilFlag).thread("waker", Lab::wakeWaiter),
        named("spurious")
            .thread(
                "waiter",
                l -> {
                  l.parkIfUnset();
                  require(l.readPublished() != 2, "returned without the flag");
                })
            .thread("waker", Lab::wakeWaiter),
        named("time-out")
            .thread("waiter", Lab::parkTimed)
            .thread("waker", Lab::wakeWaiter)
            .outcome(l -> "timed out " + l.timedOut),
        named("interrupt")
            .thread("waiter", Lab::parkInterruptibly)
            .thread("interrupter", Lab::interruptWaiter)
            .outcome(l -> "interrupted " + l.interrupted),
        named("livelock").thread("spinner", Lab::spinUntilFlag),
        named("spin").thread("spinner", Lab::spinUntilFlag).thread("writer", Lab::wakeWaiter),
        named("spin lock")
            .thread("a", Lab::lockedIncrement)
            .thread("b", Lab::lockedIncrement)
            .thread("c", Lab::lockedIncrement)
            .check(l -> require(l.data == 3, "data is " + l.data)),
        named("race on a field").thread("a", Lab::increment).thread("b", Lab::increment),
        named("race on an element").thread("a", Lab::readArray).thread("b", Lab::writeArray),
        named("opaque publication")
            .thread("a", l -> l.publish(false))
            .thread("b", Lab::readPublished),
        named("release sequence")
            .thread("a", l -> l.publish(true))
            .thread("b", Lab::bump)
            .thread("c", Lab::readPublished),
        named("final field").thread("a", Lab::publishBox).thread("b", Lab::readFinal),
        named("mutable field").thread("a", Lab::publishBox).thread("b", Lab::readMutable),
        named("nondeterminism")
            .thread(
                "a",
                l -> {
                  l.repeat();
                  l.wakeWaiter();
                  l.unlock();
                })
            .thread(
                "b",
                l -> {
                  l.wakeWaiter();
                  l.unlock();
                }),
        named("not alone")
            .thread(
                "owner",
                l -> {
                  l.lock();
                  l.unlock();
                })
            .alone(
                "handler",
                "owner",
                l -> {
                  l.lock();
                  l.unlock();
                }),
        named("parks alone").thread("owner", Lab::unlock).alone("h", "owner", Lab::parkOnce),
        named("alone").thread("owner", Lab::wakeWaiter).alone("handler", "owner", Lab::wakeWaiter),
        named("handler between plain accesses")
            .thread("owner", Lab::increment)
            .handler("handler", "owner", Lab::increment)
            .outcome(l -> "data " + l.data));
  }
}
