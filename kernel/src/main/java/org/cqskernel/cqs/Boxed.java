// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * A value in a box, because as it is it would pass for another state: null, a waiter, a constant of
 * {@link CellState}, or a box. All other values stand for themselves (CQS-22).
 */
record Boxed(Object value) {
  private static final Boxed NULL = new Boxed(null);

  static Object box(Object value) {
    if (value == null) {
      return NULL;
    }
    return value instanceof Waiter || value instanceof CellState || value instanceof Boxed
        ? new Boxed(value)
        : value;
  }

  static Object unbox(Object content) {
    return content instanceof Boxed boxed ? boxed.value : content;
  }
}
