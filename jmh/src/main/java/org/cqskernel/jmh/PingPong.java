// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jmh;

/** Something through which two threads hand a value to and fro. */
@FunctionalInterface
interface PingPong {

  /**
   * Side 0 hands over and then waits, side 1 waits and then hands over.
   *
   * @param side 0 or 1
   * @param round from 0
   * @throws Exception if it cannot go on
   */
  void play(int side, int round) throws Exception;

  /** One direction of it. */
  interface Lane {
    void put(int round) throws Exception;

    void take(int round) throws Exception;
  }

  /** A game on two lanes. */
  static PingPong over(Lane there, Lane back) {
    return (side, round) -> {
      if (side == 0) {
        there.put(round);
        back.take(round);
      } else {
        there.take(round);
        back.put(round);
      }
    };
  }
}
