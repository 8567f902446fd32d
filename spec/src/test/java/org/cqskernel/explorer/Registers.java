// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Shared variables for generated programs, each reachable in more than one way. */
class Registers extends BaseRegisters {
  static final VarHandle Y;
  static final VarHandle INHERITED_X;
  static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Object[].class);

  static {
    try {
      Y = MethodHandles.lookup().findVarHandle(Registers.class, "y", int.class);
      INHERITED_X = MethodHandles.lookup().findVarHandle(Registers.class, "x", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  volatile int y;

  /** Only for one thread and its handlers. */
  int own;

  final Object[] elements = {0, 0};
  final Thread[] threads = new Thread[4];
  final Object[] monitors = {new Object(), new Object()};
  final Lock lock = new ReentrantLock();

  /** Location 0 is x, 1 is y, 2 and 3 are array elements; {@code way} picks the instruction. */
  int read(int location, int way) {
    return switch (location) {
      case 0 ->
          way == 0
              ? x
              : way == 1
                  ? (int) INHERITED_X.getVolatile(this)
                  : (int) X.getAcquire((BaseRegisters) this);
      case 1 -> way == 0 ? y : (int) Y.getOpaque(this);
      default -> (int) ELEMENT.getVolatile(elements, location - 2);
    };
  }

  void write(int location, int way, int value) {
    switch (location) {
      case 0 -> {
        if (way == 0) {
          x = value;
        } else if (way == 1) {
          INHERITED_X.setVolatile(this, value);
        } else {
          X.setRelease((BaseRegisters) this, value);
        }
      }
      case 1 -> {
        if (way == 0) {
          y = value;
        } else {
          Y.setVolatile(this, value);
        }
      }
      default -> ELEMENT.setVolatile(elements, location - 2, (Object) value);
    }
  }

  boolean cas(int location, int expected, int value) {
    return switch (location) {
      case 0 -> INHERITED_X.compareAndSet(this, expected, value);
      case 1 -> (int) Y.compareAndExchange(this, expected, value) == expected;
      default -> ELEMENT.compareAndSet(elements, location - 2, (Object) expected, (Object) value);
    };
  }

  int add(int location, int delta) {
    return switch (location) {
      case 0 -> (int) X.getAndAdd((BaseRegisters) this, delta);
      default -> (int) Y.getAndAdd(this, delta);
    };
  }
}
