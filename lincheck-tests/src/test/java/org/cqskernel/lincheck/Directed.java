// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * One given scenario, compared with a sequential specification: witnesses of what is not atomic.
 */
public final class Directed {
  private Directed() {}

  /** A call of an operation. */
  public static Actor call(Class<?> type, String name, Object... arguments) {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        return new Actor(method, Arrays.asList(arguments), false, false, false, false, false);
      }
    }
    throw new IllegalArgumentException(type + " has no operation " + name);
  }

  /** The calls before the race, and those of two threads, with no random scenario beside them. */
  public static ModelCheckingOptions scenario(
      List<Actor> before, List<Actor> one, List<Actor> other) {
    KeptAgent.install();
    return new ModelCheckingOptions()
        .addCustomScenario(new ExecutionScenario(before, List.of(one, other), List.of(), null))
        .iterations(0)
        .invocationsPerIteration(Bounds.WITNESS_SCHEDULES)
        .minimizeFailedScenario(false);
  }
}
