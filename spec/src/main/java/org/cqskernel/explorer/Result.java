// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.time.Duration;
import java.util.SortedSet;

/**
 * The result of one exploration.
 *
 * @param scenario the scenario's name
 * @param verdict what is established
 * @param bound the number of preemptions that {@link Verdict#BOUNDED} speaks of, else -1
 * @param executions complete executions
 * @param pruned executions abandoned because another one covers them
 * @param steps steps of all executions
 * @param longest steps of the longest execution
 * @param states distinct states, where {@link Scenario#digest} tells them apart, else -1
 * @param fingerprint a hash of the executions in their order, to compare two explorations
 * @param time how long it took
 * @param outcomes the outcomes that the scenario reported
 * @param failure the failure, or null
 * @param trace the failing execution with its values, or null
 * @param schedule the failing schedule, or null
 * @param note a remark that limits the verdict, or the empty string
 */
public record Result(
    String scenario,
    Verdict verdict,
    int bound,
    long executions,
    long pruned,
    long steps,
    int longest,
    long states,
    long fingerprint,
    Duration time,
    SortedSet<String> outcomes,
    Failure failure,
    Trace trace,
    Schedule schedule,
    String note) {

  /** Executions, complete and pruned, per second. */
  public double rate() {
    return (executions + pruned) / Math.max(1e-9, time.toNanos() / 1e9);
  }

  /** The verdict with its bound. */
  public String verdictText() {
    return switch (verdict) {
      case BOUNDED -> "verified up to " + bound + (bound == 1 ? " preemption" : " preemptions");
      case VIOLATED -> verdict + " (" + failure.kind() + ")";
      default -> verdict.toString();
    };
  }

  /**
   * Returns this result when nothing failed.
   *
   * @throws AssertionError with the drawn interleaving when an execution failed
   */
  public Result orThrow() {
    if (failure != null) {
      throw new AssertionError(
          scenario + ": " + failure + "\n" + org.cqskernel.explorer.render.TextTrace.draw(trace),
          failure.cause());
    }
    return this;
  }

  /**
   * Returns this result when every interleaving was covered and none failed.
   *
   * @throws AssertionError otherwise
   */
  public Result orThrowUnlessVerified() {
    orThrow();
    if (verdict != Verdict.VERIFIED) {
      throw new AssertionError(
          "%s: %s after %d executions; %s".formatted(scenario, verdictText(), executions, note));
    }
    return this;
  }
}
