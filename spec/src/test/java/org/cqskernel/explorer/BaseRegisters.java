// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Declares a field that {@link Registers} inherits. */
class BaseRegisters {
  static final VarHandle X;

  static {
    try {
      X = MethodHandles.lookup().findVarHandle(BaseRegisters.class, "x", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  volatile int x;
}
