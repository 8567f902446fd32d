// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.List;

/**
 * One execution, step by step, for people.
 *
 * @param scenario the scenario's name
 * @param description what the scenario is about, or the empty string
 * @param obligations the ids of what it checks
 * @param threads the names of the threads, in the order of the columns
 * @param steps the steps in the order in which they happened
 * @param failure how it ended, or null when nothing failed
 */
public record Trace(
    String scenario,
    String description,
    List<String> obligations,
    List<String> threads,
    List<Step> steps,
    Failure failure) {
  /** What a step does. */
  public enum Effect {
    /** Reads a variable, or touches none. */
    READS,
    /** Writes a variable. */
    WRITES,
    /** Compares, and does not write because the comparison fails. */
    FAILS
  }

  /**
   * One step.
   *
   * @param thread the column
   * @param site class, method and line
   * @param access what is accessed and how: {@code Segment#1.next compareAndSet null -> Segment#2}
   * @param mode the access mode: {@code volatile read}, {@code compareAndSet}, {@code setOpaque}
   * @param effect what it does to the variable
   * @param result what came back: a value read, {@code ok}, {@code failed}, or the empty string
   * @param highlighted whether the final error points at this step
   */
  public record Step(
      int thread,
      String site,
      String access,
      String mode,
      Effect effect,
      String result,
      boolean highlighted) {
    /** Access and result on one line. */
    public String label() {
      return result.isEmpty() ? access : access + (result.startsWith("=") ? " " : "  ") + result;
    }
  }

  public Trace {
    obligations = List.copyOf(obligations);
    threads = List.copyOf(threads);
    steps = List.copyOf(steps);
  }

  /** The same steps with another end. */
  Trace endingIn(Failure other) {
    return new Trace(scenario, description, obligations, threads, steps, other);
  }

  /** The number of changes from one thread to another. */
  public int switches() {
    int n = 0;
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).thread() != steps.get(i - 1).thread()) {
        n++;
      }
    }
    return n;
  }
}
