// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Straight-line programs drawn from a seed; the outcome is every value that a thread received. */
final class RandomPrograms implements ScenarioSource {
  /** What a program may contain, beside reads and writes. */
  enum Flavour {
    REGISTERS,
    CAS,
    PARK,
    SPIN,
    LOCK,
    HANDLER,
    TWO_HANDLERS,
    ALONE
  }

  private interface Op {
    int run(Registers r);
  }

  static final class State {
    final Registers registers = new Registers();
    final int[][] received;
    final Thread[] threads;

    State(int threads, int length) {
      received = new int[threads][length];
      this.threads = new Thread[threads];
    }
  }

  private final long seed;
  private final int threads;
  private final int length;
  private final Flavour flavour;

  RandomPrograms(long seed, int threads, int length, String flavour) {
    this.seed = seed;
    this.threads = threads;
    this.length = length;
    this.flavour = Flavour.valueOf(flavour);
  }

  @Override
  public List<Scenario<?>> scenarios() {
    SplittableRandom random = new SplittableRandom(seed);
    Scenario<State> s = Scenario.named("program " + seed).setup(() -> new State(threads, length));
    int handlers =
        switch (flavour) {
          case HANDLER, ALONE -> 1;
          case TWO_HANDLERS -> 2;
          default -> 0;
        };
    for (int t = 0; t < threads; t++) {
      int self = t;
      List<Op> ops = new ArrayList<>();
      for (int k = 0; k < length; k++) {
        ops.add(op(random, t));
      }
      Action<State> body =
          state -> {
            for (int k = 0; k < length; k++) {
              state.received[self][k] = ops.get(k).run(state.registers);
            }
          };
      if (t < threads - handlers) {
        Action<State> begin = body;
        if (flavour == Flavour.PARK) {
          begin =
              state -> {
                state.registers.threads[self] = Thread.currentThread();
                body.run(state);
              };
        }
        s.thread("t" + t, begin);
      } else if (flavour == Flavour.ALONE) {
        s.alone("h", "t0", body);
      } else {
        s.handler("h" + t, "t0", body);
      }
    }
    s.outcome(
        state ->
            Arrays.deepToString(state.received)
                + state.registers.x
                + state.registers.y
                + Arrays.toString(state.registers.elements));
    return List.of(s);
  }

  private Op op(SplittableRandom random, int self) {
    int location = random.nextInt(3);
    int way = random.nextInt(3);
    int value = random.nextInt(3);
    int expected = random.nextInt(3);
    int other = random.nextInt(threads);
    int kind =
        random.nextInt(
            flavour == Flavour.REGISTERS
                ? 2
                : flavour == Flavour.PARK ? 10 : flavour == Flavour.SPIN ? 12 : 4);
    if (flavour == Flavour.LOCK) {
      return lockOp(kind, location, value, expected);
    }
    if (flavour == Flavour.SPIN && kind >= 4) {
      return kind < 8 ? r -> Parking.spin(r, location, value) : r -> r.add(location & 1, 1);
    }
    return switch (kind) {
      case 0 -> r -> r.read(location, way);
      case 1 ->
          r -> {
            r.write(location, way, value);
            return 0;
          };
      case 2 -> r -> r.cas(location, expected, value) ? 1 : 0;
      case 3 -> r -> r.add(location & 1, value);
      case 4 ->
          r -> {
            Parking.unpark(r.threads[other]);
            return 0;
          };
      case 5 -> r -> Parking.park();
      case 6 -> r -> Parking.timed();
      default ->
          r -> {
            Parking.unpark(r.threads[(self + 1) % threads]);
            return 0;
          };
    };
  }

  private static Op lockOp(int kind, int location, int value, int expected) {
    int which = location & 1;
    return switch (kind) {
      case 0, 1 -> r -> Parking.locked(r, which, expected & 1, value);
      case 2 -> r -> Parking.tried(r, value);
      default -> r -> value == 0 ? Parking.notified(r, location) : Parking.waiting(r, value);
    };
  }

  /** Instrumented, because parks are modelled there only. */
  static final class Parking {
    private Parking() {}

    static int locked(Registers r, int which, int other, int value) {
      synchronized (r.monitors[which]) {
        synchronized (r.monitors[other]) {
          return r.add(which, value);
        }
      }
    }

    static int tried(Registers r, int value) {
      if (value == 0) {
        r.lock.lock();
      } else if (!r.lock.tryLock()) {
        return 9;
      }
      r.write(1, 0, value);
      r.lock.unlock();
      return 1;
    }

    static int notified(Registers r, int location) {
      synchronized (r.monitors[0]) {
        if (location == 0) {
          r.monitors[0].notify();
        } else {
          r.monitors[0].notifyAll();
        }
        return 0;
      }
    }

    static int waiting(Registers r, int value) {
      synchronized (r.monitors[0]) {
        long before = System.nanoTime();
        try {
          r.monitors[0].wait(value);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return (int) (System.nanoTime() - before);
      }
    }

    static int park() {
      LockSupport.park();
      return 1;
    }

    /** Waits for a value, as long as others may still write. */
    static int spin(Registers r, int location, int value) {
      for (int round = 0; round < 4; round++) {
        if (r.read(location, 0) == value) {
          return round == 0 ? 1 : 2;
        }
        Thread.onSpinWait();
      }
      return 0;
    }

    static int timed() {
      long before = System.nanoTime();
      LockSupport.parkNanos(7);
      return (int) (System.nanoTime() - before);
    }

    static void unpark(Thread t) {
      LockSupport.unpark(t);
    }
  }
}
