// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What threads have beside their stack: a permit, an interrupt flag, a clock, thread-locals. All of
 * it is fresh in every execution.
 *
 * <p>Clocks are virtual, one for each thread: a timed wait that nobody ends early advances the
 * clock of its thread by its duration, and nothing else does.
 */
final class ThreadModel {
  private static final long EPOCH_NANOS = 1_000_000_000L;

  final boolean[] permit;
  final boolean[] interrupted;

  /** Which wait of the thread was signalled last, by {@link #wait}. */
  final int[] signalled;

  /** The number of the thread's current or last wait for a condition. */
  final int[] wait;

  final int[] spuriousLeft;
  final long[] elapsedNanos;
  private final Map<ThreadLocal<?>, Object>[] locals;
  private final int spurious;

  @SuppressWarnings({"unchecked", "rawtypes"})
  ThreadModel(int workers, int spurious) {
    this.spurious = spurious;
    permit = new boolean[workers];
    interrupted = new boolean[workers];
    signalled = new int[workers];
    wait = new int[workers];
    spuriousLeft = new int[workers];
    elapsedNanos = new long[workers];
    locals = new Map[workers];
    for (int w = 0; w < workers; w++) {
      locals[w] = new IdentityHashMap<>();
    }
  }

  void reset() {
    Arrays.fill(permit, false);
    Arrays.fill(interrupted, false);
    Arrays.fill(signalled, 0);
    Arrays.fill(wait, 0);
    Arrays.fill(spuriousLeft, spurious);
    Arrays.fill(elapsedNanos, EPOCH_NANOS);
    for (var map : locals) {
      if (!map.isEmpty()) {
        map.clear();
      }
    }
  }

  /** Whether an untimed park returns now. */
  boolean canUnpark(int w) {
    return permit[w] || interrupted[w] || spuriousLeft[w] > 0;
  }

  /** Whether a wait for a condition ends now. */
  boolean canStopWaiting(int w) {
    return signalled[w] == wait[w] || interrupted[w] || spuriousLeft[w] > 0;
  }

  @SuppressWarnings("unchecked")
  <T> T get(int w, ThreadLocal<T> local) {
    Map<ThreadLocal<?>, Object> map = locals[w];
    if (!map.containsKey(local)) {
      // The real thread-local computes the initial value and forgets it again.
      local.remove();
      map.put(local, local.get());
      local.remove();
    }
    return (T) map.get(local);
  }

  void set(int w, ThreadLocal<?> local, Object value) {
    locals[w].put(local, value);
  }

  void remove(int w, ThreadLocal<?> local) {
    locals[w].remove(local);
  }
}
