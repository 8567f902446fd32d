// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.List;

/**
 * A class that holds scenarios.
 *
 * <p>The explorer takes the <em>class</em>, not an instance, because it loads it again through its
 * own class loader, next to the instrumented classes. Therefore lambdas, nested classes and
 * package-private access inside a source are fine, while objects captured from the caller cannot be
 * used: pass what is needed as constructor arguments of JDK types through {@link ScenarioRef}.
 */
@FunctionalInterface
public interface ScenarioSource {
  /** The scenarios of this source; names are unique within it. */
  List<Scenario<?>> scenarios();

  /** The scenario called {@code name}, or null; sources with many look it up. */
  default Scenario<?> scenario(String name) {
    return scenarios().stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
  }
}
