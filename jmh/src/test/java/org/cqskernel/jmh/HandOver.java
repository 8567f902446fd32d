// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

import java.util.concurrent.atomic.AtomicLong;

/** Two threads hand a value to and fro, and the processor time of both is measured. */
final class HandOver {
  /** Between once and twice what was measured. */
  static final double MOST = 1.6;

  private static final int ROUNDS = 12;
  private static final int TURNS = 500;

  private HandOver() {}

  /** The least of some rounds, the first of which warm up. */
  static long leastTime(String subject) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      least = Math.min(least, time(subject));
    }
    return least;
  }

  private static long time(String subject) {
    PingPong game = PingPongs.create(subject, TURNS);
    AtomicLong time = new AtomicLong();
    Thread[] sides = new Thread[2];
    for (int side = 0; side < sides.length; side++) {
      int own = side;
      sides[side] = new Thread(() -> play(game, own, time));
      sides[side].start();
    }
    try {
      for (Thread side : sides) {
        side.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return time.get();
  }

  private static void play(PingPong game, int side, AtomicLong time) {
    long before = ProcessorTime.ofThisThread();
    try {
      for (int turn = 0; turn < TURNS; turn++) {
        game.play(side, turn);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    time.addAndGet(ProcessorTime.ofThisThread() - before);
  }
}
