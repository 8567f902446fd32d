// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Finds the variables of models, so that each access of a model can name its mode. */
final class Handles {
  private Handles() {}

  static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
