// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.function.Consumer;
import org.cqskernel.cqs.Cells.Slot;

/**
 * A worked example of a protocol of one's own on {@link Cells}: values are handed to receivers in
 * order; a value may come before its receiver; a receiver may withdraw, and then the value that
 * would have been its own goes to the next one.
 *
 * <pre>
 *   empty -> receiver   receive         receiver -> DONE   send, which calls it
 *   empty -> value      send            receiver -> GONE   withdraw
 *   value -> DONE       receive
 * </pre>
 */
final class ExampleQueue {
  private enum End {
    DONE,
    GONE
  }

  private record Receiver(Consumer<String> action) {}

  private final Cells cells = new Cells(1);

  /** Receives the next value. Returns how to withdraw, or null if the value was there. */
  Suspension receive(Consumer<String> action) {
    Slot slot = cells.nextSuspend();
    Receiver receiver = new Receiver(action);
    if (slot.compareAndSet(null, receiver)) {
      return () -> withdraw(slot, receiver);
    }
    action.accept((String) slot.getAndSet(End.DONE));
    return null;
  }

  private static boolean withdraw(Slot slot, Receiver receiver) {
    boolean withdrawn = slot.compareAndSet(receiver, End.GONE);
    if (withdrawn) {
      slot.cancelled();
    }
    return withdrawn;
  }

  /** Sends a value to the next receiver that has not withdrawn, or leaves it for one to come. */
  void send(String value) {
    while (!offer(cells.nextResume(), value)) {
      // That receiver has withdrawn: the next one.
    }
  }

  private static boolean offer(Slot slot, String value) {
    if (slot.compareAndSet(null, value)) {
      return true;
    }
    if (slot.get() instanceof Receiver receiver && slot.compareAndSet(receiver, End.DONE)) {
      receiver.action.accept(value);
      return true;
    }
    return false;
  }

  @Override
  public String toString() {
    return cells.toString();
  }

  void validate() {
    cells.validate();
  }
}
