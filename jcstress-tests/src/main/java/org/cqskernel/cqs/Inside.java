// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** Opens what litmus tests need and the kernel does not export: small bounds and segments. */
public final class Inside {
  private Inside() {}

  /** A synchronous queue whose resumer looks for its suspender {@code looks} times. */
  public static <T> Cqs<T> synchronous(int looks) {
    return new Cqs<>(
        Resumption.SYNC, Cancellation.SMART, new Policy<T>() {}, 5, Cells.firstIndex(5), looks);
  }

  /** Reads the second segment of an array of one-cell segments, or appends it. */
  public static Fresh secondSegment(Cells cells) {
    Segment first = cells.resume.segment();
    Segment second = first.find(1, 0);
    Fresh fresh = new Fresh();
    fresh.id = second.id;
    fresh.liveCells = second.liveCells();
    fresh.linkedBack = second.prev() == first;
    fresh.empty = second.cells.length == 1 && Cell.read(second.cells, 0) == null;
    return fresh;
  }

  /** What a thread sees of a segment that another thread may have made. */
  public static final class Fresh {
    public long id;
    public int liveCells;
    public boolean linkedBack;
    public boolean empty;
  }
}
