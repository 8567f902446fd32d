// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A second floor for {@link PromiseBenchmark} with one waiter: no array and no counters, one field,
 * one atomic in and one out, and no handle.
 */
@State(Scope.Thread)
public class InlineFloorBenchmark extends Measured {
  /** As there. */
  @Param("1")
  public int waiters;

  private int calls;
  private Object shared;
  private final Runnable runnable = () -> calls++;

  @Benchmark
  public int floor() {
    FloorCell floor = new FloorCell();
    shared = floor;
    floor.register(runnable);
    floor.resume();
    return calls;
  }
}
