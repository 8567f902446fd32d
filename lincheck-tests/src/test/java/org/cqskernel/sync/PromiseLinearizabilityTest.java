// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import org.cqskernel.cqs.Suspension;
import org.cqskernel.lincheck.Bounds;
import org.cqskernel.model.SequentialPromise;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A promise is linearizable and its operations are obstruction-free: compared with {@link
 * Specification}, which is a value that is set once and a set of waiters.
 *
 * <p>A registration and what comes of it are two operations here: <em>register</em>, and
 * <em>cancel</em>, which tells whether the waiter was claimed. Whether it has been <em>called</em>
 * is not an operation but checked at rest: between claim and call anybody may look (BC-5).
 */
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
@Param(name = "value", gen = IntGen.class, conf = "1:2")
public class PromiseLinearizabilityTest {
  private final Resolver<Integer> resolver = Promise.create();
  private final Suspension[] handles = new Suspension[2];
  private final int[] calls = new int[2];
  private final int[] cancels = new int[2];

  @Operation
  public boolean tryResolve(@Param(name = "value") int value) {
    return resolver.tryResolve(value);
  }

  @Operation
  public int peek() {
    return resolver.promise().peek(0);
  }

  @Operation
  public boolean isResolved() {
    return resolver.promise().isResolved();
  }

  @Operation(nonParallelGroup = "waiter")
  public void register(@Param(name = "slot") int slot) {
    if (handles[slot] == null) {
      handles[slot] = resolver.promise().onResolve((value, cause) -> calls[slot]++);
    }
  }

  @Operation(nonParallelGroup = "waiter")
  public boolean cancel(@Param(name = "slot") int slot) {
    boolean cancelled = handles[slot] != null && handles[slot].cancel();
    cancels[slot] += cancelled ? 1 : 0;
    return cancelled;
  }

  @Validate
  public void eachWaiterOnce() {
    for (int slot = 0; slot < handles.length; slot++) {
      int due = handles[slot] != null && resolver.promise().isResolved() ? 1 - cancels[slot] : 0;
      if (calls[slot] != due) {
        throw new IllegalStateException("waiter " + slot + " was called " + calls[slot] + " times");
      }
    }
  }

  /** The specification, under the same names. */
  public static class Specification {
    private final SequentialPromise<Integer, Integer> promise = new SequentialPromise<>();
    private final boolean[] registered = new boolean[2];

    public boolean tryResolve(int value) {
      return promise.tryResolve(value);
    }

    public int peek() {
      return promise.peek(0);
    }

    public boolean isResolved() {
      return promise.isResolved();
    }

    public void register(int slot) {
      if (!registered[slot]) {
        registered[slot] = true;
        promise.register(slot);
      }
    }

    public boolean cancel(int slot) {
      return promise.cancel(slot);
    }
  }

  @Test
  @Tag("PR-1")
  @Tag("PR-2")
  @Tag("PR-7")
  @Tag("PR-12")
  @Tag("BC-2")
  @Tag("BC-11")
  void linearizableAndObstructionFree() {
    Bounds.linearizability()
        .sequentialSpecification(Specification.class)
        .checkObstructionFreedom(true)
        .check(PromiseLinearizabilityTest.class);
  }
}
