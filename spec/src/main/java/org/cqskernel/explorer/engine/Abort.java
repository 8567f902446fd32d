// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

/** Unwinds a scenario thread whose execution is over; thrown again at each further access. */
final class Abort extends Error {
  static final Abort INSTANCE = new Abort();
  private static final long serialVersionUID = 1L;

  private Abort() {
    super(null, null, false, false);
  }
}
