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
  /**
   * What a program may contain, beside reads and writes. Those with handlers contain parks,
   * interrupts and plain accesses too.
   */
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

  /** What an operation does, for {@link Interpreter}. */
  enum Code {
    READ,
    WRITE,
    CAS,
    ADD,
    UNPARK,
    PARK,
    TIMED_PARK,
    INTERRUPT,
    INTERRUPTED,
    READ_OWN,
    WRITE_OWN,
    /** Takes more than one step. */
    COMPOUND
  }

  /** The operation as the explored classes make it. */
  interface Op {
    int run(Registers r);
  }

  /** One operation of a program, with all that its effect depends on. */
  record Instruction(Code code, int location, int value, int expected, int other, Op op) {}

  /** Threads first, then handlers, all of which belong to thread 0. */
  record Listing(List<List<Instruction>> bodies, int handlers, boolean alone) {
    int workers() {
      return bodies.size() - handlers;
    }
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

  Listing listing() {
    SplittableRandom random = new SplittableRandom(seed);
    int handlers =
        switch (flavour) {
          case HANDLER, ALONE -> 1;
          case TWO_HANDLERS -> 2;
          default -> 0;
        };
    List<List<Instruction>> bodies = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      List<Instruction> body = new ArrayList<>();
      for (int k = 0; k < length; k++) {
        body.add(instruction(random, t, threads - handlers));
      }
      bodies.add(body);
    }
    return new Listing(bodies, handlers, flavour == Flavour.ALONE);
  }

  @Override
  public List<Scenario<?>> scenarios() {
    Listing listing = listing();
    Scenario<State> s = Scenario.named("program " + seed).setup(() -> new State(threads, length));
    for (int t = 0; t < threads; t++) {
      int self = t;
      List<Instruction> instructions = listing.bodies.get(t);
      Action<State> body =
          state -> {
            for (int k = 0; k < length; k++) {
              state.received[self][k] = instructions.get(k).op.run(state.registers);
            }
          };
      if (t < listing.workers()) {
        s.thread(
            "t" + t,
            state -> {
              state.registers.threads[self] = Thread.currentThread();
              body.run(state);
            });
      } else if (listing.alone) {
        s.alone("h", "t0", body);
      } else {
        s.handler("h" + t, "t0", body);
      }
    }
    s.outcome(state -> outcome(state.received, state.registers));
    return List.of(s);
  }

  private static String outcome(int[][] received, Registers r) {
    return outcome(received, r.x, r.y, r.elements[0], r.elements[1], r.own);
  }

  static String outcome(int[][] received, Object... variables) {
    return Arrays.deepToString(received) + Arrays.toString(variables);
  }

  private int kinds() {
    return switch (flavour) {
      case REGISTERS -> 2;
      case CAS, LOCK -> 4;
      case PARK -> 12;
      case SPIN -> 12;
      case HANDLER, TWO_HANDLERS, ALONE -> 14;
    };
  }

  private Instruction instruction(SplittableRandom random, int self, int workers) {
    int location = random.nextInt(3);
    int way = random.nextInt(3);
    int value = random.nextInt(3);
    int expected = random.nextInt(3);
    int other = random.nextInt(workers);
    int kind = random.nextInt(kinds());
    Code code = Code.COMPOUND;
    Op op;
    if (flavour == Flavour.LOCK) {
      op = lockOp(kind, location, value, expected);
    } else if (flavour == Flavour.SPIN && kind >= 4) {
      op = kind < 8 ? r -> Parking.spin(r, location, value) : r -> r.add(location & 1, 1);
    } else {
      code = code(kind, self == 0 || self >= workers);
      if (kind == 9) {
        other = (self + 1) % workers;
      }
      op = op(code, location, way, value, expected, other);
    }
    int where = code == Code.ADD ? location & 1 : location;
    return new Instruction(code, where, value, expected, other, op);
  }

  private Code code(int kind, boolean ofOwner) {
    boolean handlers = flavour != Flavour.PARK;
    return switch (kind) {
      case 0 -> Code.READ;
      case 1 -> Code.WRITE;
      case 2 -> Code.CAS;
      case 3 -> Code.ADD;
      case 4, 7, 8, 9 -> handlers && ofOwner && kind > 4 ? Code.WRITE_OWN : Code.UNPARK;
      case 5 -> flavour == Flavour.ALONE ? Code.TIMED_PARK : Code.PARK;
      case 6 -> Code.TIMED_PARK;
      case 10 -> Code.INTERRUPT;
      case 11 -> Code.INTERRUPTED;
      default -> ofOwner ? Code.READ_OWN : Code.READ;
    };
  }

  private static Op op(Code code, int location, int way, int value, int expected, int other) {
    return switch (code) {
      case READ -> r -> r.read(location, way);
      case WRITE ->
          r -> {
            r.write(location, way, value);
            return 0;
          };
      case CAS -> r -> r.cas(location, expected, value) ? 1 : 0;
      case ADD -> r -> r.add(location & 1, value);
      case UNPARK ->
          r -> {
            Parking.unpark(r.threads[other]);
            return 0;
          };
      case PARK -> r -> Parking.park();
      case TIMED_PARK -> r -> Parking.timed();
      case INTERRUPT ->
          r -> {
            Parking.interrupt(r.threads[other]);
            return 0;
          };
      case INTERRUPTED -> r -> Parking.interrupted() ? 1 : 0;
      case READ_OWN -> r -> Parking.readOwn(r);
      case WRITE_OWN ->
          r -> {
            Parking.writeOwn(r, value);
            return 0;
          };
      case COMPOUND -> throw new AssertionError();
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

    static void interrupt(Thread t) {
      if (t != null) {
        t.interrupt();
      }
    }

    static boolean interrupted() {
      return Thread.interrupted();
    }

    static int readOwn(Registers r) {
      return r.own;
    }

    static void writeOwn(Registers r, int value) {
      r.own = value;
    }

    static void unpark(Thread t) {
      LockSupport.unpark(t);
    }
  }
}
