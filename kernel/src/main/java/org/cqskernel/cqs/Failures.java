// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/**
 * What callbacks threw during one sweep: the first throwable, with later ones suppressed in it.
 *
 * <p>Identical throwables are kept once and at most {@value #KEPT} are kept; the others are counted
 * (RALL-7).
 */
final class Failures {
  private static final int KEPT = 16;

  private final Throwable first;
  private int dropped;

  private Failures(Throwable first) {
    this.first = first;
  }

  /**
   * Returns {@code failures} with {@code thrown} added; {@code failures} is null if none so far.
   */
  static Failures add(Failures failures, Throwable thrown) {
    if (failures == null) {
      return new Failures(thrown);
    }
    failures.add(thrown);
    return failures;
  }

  private void add(Throwable thrown) {
    if (thrown == first) {
      return;
    }
    // Asked anew each time: a throwable that is thrown in many sweeps must not grow with them.
    Throwable[] kept = first.getSuppressed();
    for (Throwable t : kept) {
      if (t == thrown) {
        return;
      }
    }
    if (kept.length < KEPT) {
      first.addSuppressed(thrown);
    } else {
      dropped++;
    }
  }

  /** Throws the first one; declared to return so that a caller can write {@code throw}. */
  RuntimeException rethrow() {
    if (dropped > 0 && first.getSuppressed().length == KEPT) {
      first.addSuppressed(
          new IllegalStateException(
              "callbacks threw " + dropped + " more throwables, which are not kept"));
    }
    throw Failures.<RuntimeException>sneaky(first);
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
