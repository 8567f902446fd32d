// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.Map;

/**
 * The shared state of a scenario that mirrors a TLA+ module, process by process: what the kernel's
 * objects look like in the terms of the module.
 */
public interface Modelled {

  /**
   * The state in the module's terms, from an expression {@code variable} or {@code variable[key]}
   * to its value: {@link Integer}, {@link Boolean}, {@link String} for a string or a model value,
   * {@link java.util.List} for a tuple, {@link java.util.Set}, {@link Map}. What is not known at
   * this moment, because an operation has not returned yet, is left out.
   */
  Map<String, Object> observe();

  /**
   * The model takes a step. Where the model leaves a choice to the environment, of which the
   * scenario is a part, it follows {@code next} from here on.
   *
   * @param process the process
   * @param label the label of the step
   * @param next the model's state after the step
   */
  default void choose(Object process, String label, Map<String, Object> next) {}
}
