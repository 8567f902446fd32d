// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.toys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Message passing: a plain payload behind a flag, published with a release or only opaquely. */
public final class Mailbox {
  private static final VarHandle FLAG;

  static {
    try {
      FLAG = MethodHandles.lookup().findVarHandle(Mailbox.class, "flag", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int payload;

  @SuppressWarnings("unused") // Accessed through FLAG.
  private boolean flag;

  /** Publishes {@code value}. */
  public void send(int value) {
    payload = value;
    FLAG.setRelease(this, true);
  }

  /** Wrong: the flag does not publish the payload. */
  public void sendOpaque(int value) {
    payload = value;
    FLAG.setOpaque(this, true);
  }

  /** Returns the payload, or -1 when nothing has come. */
  public int receive() {
    return (boolean) FLAG.getAcquire(this) ? payload : -1;
  }
}
