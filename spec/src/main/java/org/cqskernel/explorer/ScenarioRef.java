// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.List;
import java.util.Objects;

/**
 * Names one scenario: the class of its source, its name, and arguments for the source's
 * constructor.
 *
 * @param source the binary name of a class that implements {@link ScenarioSource}
 * @param scenario the scenario's name, or the empty string when the source has exactly one
 * @param arguments constructor arguments of the source; they must be of JDK types, because the
 *     source lives in another class loader than the caller
 */
public record ScenarioRef(String source, String scenario, List<Object> arguments) {
  public ScenarioRef {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(scenario, "scenario");
    arguments = List.copyOf(arguments);
  }

  /** The only scenario of {@code source}. */
  public static ScenarioRef of(Class<? extends ScenarioSource> source) {
    return new ScenarioRef(source.getName(), "", List.of());
  }

  /** The scenario of {@code source} called {@code scenario}. */
  public static ScenarioRef of(
      Class<? extends ScenarioSource> source, String scenario, Object... arguments) {
    return new ScenarioRef(source.getName(), scenario, List.of(arguments));
  }
}
