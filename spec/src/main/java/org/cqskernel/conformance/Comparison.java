// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Compares what a scenario observes of the kernel's objects with a state of the model. */
final class Comparison {
  private record Place(String variable, Object key) {}

  private final Map<String, Place> places = new ConcurrentHashMap<>();

  /** The variables of the model that were compared. */
  final Set<String> compared = new TreeSet<>();

  /** Says where the two differ; null if they agree. */
  String difference(Map<String, Object> observed, Map<String, Object> state) {
    for (Map.Entry<String, Object> o : observed.entrySet()) {
      Place p = places.computeIfAbsent(o.getKey(), this::place);
      Object expected = at(state, p);
      if (!Objects.equals(expected, o.getValue())) {
        return o.getKey()
            + " is "
            + o.getValue()
            + " in the kernel and "
            + expected
            + " in the model";
      }
    }
    return null;
  }

  private Place place(String expression) {
    int bracket = expression.indexOf('[');
    String variable = bracket < 0 ? expression : expression.substring(0, bracket);
    compared.add(variable);
    return new Place(
        variable,
        bracket < 0
            ? null
            : TlaValue.parse(expression.substring(bracket + 1, expression.length() - 1)));
  }

  private static Object at(Map<String, Object> state, Place p) {
    if (!state.containsKey(p.variable)) {
      throw new IllegalArgumentException("the model has no variable " + p.variable);
    }
    Object value = state.get(p.variable);
    if (p.key == null) {
      return value;
    }
    if (value instanceof List<?> tuple) {
      int index = (Integer) p.key;
      return index <= tuple.size() ? tuple.get(index - 1) : null;
    }
    return ((Map<?, ?>) value).get(p.key);
  }
}
