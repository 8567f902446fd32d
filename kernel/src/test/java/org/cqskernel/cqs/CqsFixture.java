// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.cqskernel.testing.Probe;

/** A queue of strings whose owner notes every decision that it is asked for. */
final class CqsFixture implements Policy<String> {
  final List<String> log = Probe.log();
  final Cqs<String> queue;

  /** The owner's answer, and whatever else it does when asked. */
  BooleanSupplier onCancellation = () -> true;

  CqsFixture(Resumption resumption, Cancellation cancellation, int order) {
    queue = new Cqs<>(resumption, cancellation, this, order, 0, 0);
  }

  @Override
  public boolean onCancellation() {
    return onCancellation.getAsBoolean();
  }

  @Override
  public void refused(String value) {
    log.add("refused " + value);
  }

  @Override
  public void undelivered(String value) {
    log.add("undelivered " + value);
  }

  /** The queue's cells. */
  Cells cells() {
    try {
      var field = Cqs.class.getDeclaredField("cells");
      field.setAccessible(true);
      return (Cells) field.get(queue);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  Probe<String> suspend(String name) {
    Probe<String> waiter = new Probe<>(name + " ", log);
    queue.suspend(waiter);
    return waiter;
  }

  List<Probe<String>> suspend(int count) {
    List<Probe<String>> waiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiters.add(suspend("w" + i));
    }
    return waiters;
  }
}
