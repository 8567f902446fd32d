// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

/**
 * Why an execution fails.
 *
 * @param kind the kind of failure
 * @param thread the name of the thread in which it shows, or the empty string
 * @param message one line
 * @param cause what the scenario threw, or null
 */
public record Failure(Kind kind, String thread, String message, Throwable cause) {
  /** Kinds of failure. */
  public enum Kind {
    /** A thread ended with an {@link AssertionError}. */
    ASSERTION,
    /** A thread ended with another exception. */
    EXCEPTION,
    /** An invariant does not hold after a step. */
    INVARIANT,
    /** The final check failed. */
    CHECK,
    /** Nobody can move, and at least one thread is parked without a permit. */
    LOST_WAKEUP,
    /** Nobody can move. */
    DEADLOCK,
    /** The execution is longer than the bound of steps. */
    LIVELOCK,
    /** Two conflicting accesses, at least one of them plain, are not ordered. */
    DATA_RACE,
    /** An operation that runs alone does not end by itself. */
    NOT_ALONE,
    /** A repeated schedule prefix meets other accesses than the first time. */
    NONDETERMINISM
  }

  /** What has happened, as a sentence without its full stop. */
  public String sentence() {
    return switch (kind) {
      case ASSERTION -> "An assertion of " + thread + " does not hold: " + message;
      case EXCEPTION -> (thread.isEmpty() ? "" : thread + " ends with an exception: ") + message;
      case INVARIANT -> "The invariant does not hold: " + message;
      case CHECK -> "The final check fails: " + message;
      case LOST_WAKEUP -> "A wake-up is lost: " + message;
      case DEADLOCK -> "Deadlock: " + message;
      case LIVELOCK -> "Livelock: " + message;
      case DATA_RACE -> "Data race on " + message;
      case NOT_ALONE -> thread + " does not end by itself: " + message;
      case NONDETERMINISM -> "The scenario is not deterministic: " + message;
    };
  }

  @Override
  public String toString() {
    String what = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return what + (thread.isEmpty() ? "" : " in " + thread) + ": " + message;
  }
}
