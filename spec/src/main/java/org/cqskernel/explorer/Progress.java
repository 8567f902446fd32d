// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

/**
 * Where a running search stands.
 *
 * @param scenario the scenario's name
 * @param executions executions so far, pruned ones included
 * @param rate executions per second
 * @param explored an estimate of the part of the search tree that is done, from 0 to 1, or NaN. It
 *     weighs the first branches of the tree equally, therefore it may jump.
 */
public record Progress(String scenario, long executions, double rate, double explored) {
  /** Hears of progress about once a second, on the thread that called the explorer. */
  @FunctionalInterface
  public interface Listener {
    void progress(Progress progress);
  }
}
