// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Scenario;

/**
 * Cancelling a waiter of which one has heard from elsewhere, not from the call that registers it: a
 * waiter is its own handle. The two are then not ordered, so the place of the waiter is written
 * plainly while it is read, as the comment in {@link Waiter} says.
 */
public final class Elsewhere {
  /** The name of the operation. */
  public static final String CANCEL = "cancel() from elsewhere";

  private Elsewhere() {}

  /** Does not report that race where the operation takes part. */
  public static Options options(Scenario<?> scenario, Options options) {
    return scenario.name().contains(CANCEL)
        ? options.benignRace("Waiter.home").benignRace("Waiter.offset")
        : options;
  }

  /** Cancels, unless it has not come yet or is cancelled already (BC-6). */
  public static boolean cancel(Suspension waiter) {
    try {
      return waiter.cancel();
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
