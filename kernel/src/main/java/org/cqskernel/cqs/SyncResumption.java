// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** The second half of a synchronous resumption that came first: what follows EMPTY to VALUE. */
final class SyncResumption {

  /** How often a resumer looks for its suspender. */
  static final int LOOKS = 128;

  private SyncResumption() {}

  /**
   * CQS-6: waits for the suspender a bounded time, then takes the value back.
   *
   * @param value what the resumer has put into the cell
   * @param looks how often it looks
   * @return whether the suspender has taken the value; if not, the cell is broken
   */
  static boolean isTaken(Object[] cells, int offset, Object value, int looks) {
    for (int look = 0; look < looks; look++) {
      if (Cell.read(cells, offset) == CellState.TAKEN) {
        return true;
      }
      Thread.onSpinWait();
    }
    // Against the suspender's take; if we lose, the value is handed over.
    return !Cell.breakValue(cells, offset, value);
  }
}
