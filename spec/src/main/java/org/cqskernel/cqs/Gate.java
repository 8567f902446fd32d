// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** A door of a scenario, through which somebody goes or not; each look at it is an access. */
public final class Gate {
  private volatile boolean open;

  /** Opens it, for ever. */
  public void open() {
    open = true;
  }

  /** Whether it is open. */
  public boolean isOpen() {
    return open;
  }
}
