// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.util.SplittableRandom;

/**
 * Interleavings at random from a seed, without end. Each execution leaves its thread with a
 * probability of its own, because uniform choice at every step rarely lets a thread run for long.
 */
final class RandomSearch extends Search {
  private final SplittableRandom random;
  private double leave;

  RandomSearch(long seed) {
    random = new SplittableRandom(seed);
    leave = 0.5;
  }

  @Override
  int choose(long enabled, int current) {
    long eager = enabled & ~machine.waiting.spinning();
    long pool = eager != 0 ? eager : enabled;
    if (current >= 0 && (pool >> current & 1) != 0 && random.nextDouble() >= leave) {
      return current;
    }
    int skip = random.nextInt(Long.bitCount(pool));
    for (int k = 0; k < skip; k++) {
      pool &= pool - 1;
    }
    return Long.numberOfTrailingZeros(pool);
  }

  @Override
  boolean next() {
    leave = random.nextDouble();
    return true;
  }

  @Override
  boolean exhaustive() {
    return false;
  }
}
