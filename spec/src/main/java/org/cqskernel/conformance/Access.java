// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

/**
 * One access that a thread makes or waits to make.
 *
 * @param site {@code Class.method operation n}: the n-th access of that kind in the method
 * @param variable {@code Class.field}, or {@code Object[] element}
 * @param caller {@code Class.method} that has called the method, or ""
 * @param plain whether it is a plain access
 */
record Access(String site, String variable, String caller, boolean plain) {
  /** The begin of a handler. */
  static final Access BEGIN = new Access("handler begins", "", "", false);

  @Override
  public String toString() {
    return site + " of " + variable + (caller.isEmpty() ? "" : " called by " + caller);
  }
}
