// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

/** The segments of an array, drawn for people, and checked at rest. */
final class CellsDump {
  private CellsDump() {}

  static String dump(Cells cells) {
    StringBuilder out = new StringBuilder();
    for (Segment s = first(cells); s != null; s = s.next()) {
      segment(out, s, cells.order, cells.suspend.index(), cells.resume.index());
    }
    return out.append("End\n").toString();
  }

  static String dump(OneShotQueue queue) {
    StringBuilder out = new StringBuilder();
    for (Segment s = queue; s != null; s = s.next()) {
      segment(out, s, queue.order, queue.tailIndex(), -1);
    }
    return out.append("End\n").toString();
  }

  private static void segment(StringBuilder out, Segment s, int order, long suspend, long resume) {
    Segment prev = s.prev();
    out.append("Segment ").append(s.id);
    out.append(" (prev=").append(prev == null ? "none" : prev.id);
    out.append(", pointers=").append(s.pointers());
    out.append(", live=").append(s.liveCells()).append("):\n");
    long index = ((s.id + 1) << order) - s.cells.length;
    for (int offset = 0; offset < s.cells.length; offset++, index++) {
      out.append("  ").append(CellState.of(Cell.read(s.cells, offset)));
      out.append(index == suspend ? " <- suspend" : "");
      out.append(index == resume ? " <- resume" : "");
      out.append('\n');
    }
  }

  private static Segment first(Cells cells) {
    Segment suspend = cells.suspend.segment();
    Segment resume = cells.resume.segment();
    return suspend.id < resume.id ? suspend : resume;
  }

  static void validate(Cells cells) {
    Segment suspend = cells.suspend.segment();
    Segment resume = cells.resume.segment();
    String fault = null;
    for (Segment s = first(cells); s != null && fault == null; s = s.next()) {
      fault = fault(s, (s == suspend ? 1 : 0) + (s == resume ? 1 : 0));
    }
    if (fault == null && resume.prev() != null) {
      fault = "the prev of the resume side's segment has come back (ARR-18)";
    }
    if (fault != null) {
      throw new IllegalStateException(fault + "\n" + dump(cells));
    }
  }

  static void validate(OneShotQueue queue) {
    String fault = null;
    for (Segment s = queue; s != null && fault == null; s = s.next()) {
      fault = fault(s, (s == queue ? 1 : 0) + (s == queue.tail() ? 1 : 0));
    }
    if (fault != null) {
      throw new IllegalStateException(fault + "\n" + dump(queue));
    }
  }

  private static String fault(Segment s, int pointers) {
    if (s.pointers() != pointers) {
      return "segment " + s.id + " counts " + s.pointers() + " pointers, has " + pointers;
    }
    int cancelled = 0;
    for (int offset = 0; offset < s.cells.length; offset++) {
      CellState state = CellState.of(Cell.read(s.cells, offset));
      if (state == CellState.CANCELLED) {
        cancelled++;
      } else if (state == CellState.CANCELLING) {
        return "segment " + s.id + " holds a cancellation under way at rest";
      }
    }
    // Protocols of others may call what they like cancelled, therefore only the waiters' own count.
    if (s.owner != null && s.liveCells() != s.cells.length - cancelled) {
      return "segment "
          + s.id
          + " counts "
          + s.liveCells()
          + " live cells of "
          + s.cells.length
          + ", and "
          + cancelled
          + " are cancelled";
    }
    Segment next = s.next();
    if (s.isRemoved() && next != null) {
      return "segment " + s.id + " is removed and still linked (ARR-17)";
    }
    if (next != null && next.id <= s.id) {
      return "segment " + s.id + " is followed by " + next.id + " (ARR-3)";
    }
    Segment prev = s.prev();
    if (prev != null && prev.id >= s.id) {
      return "segment " + s.id + " is preceded by " + prev.id + " (ARR-4)";
    }
    if (prev != null && prev.isRemoved()) {
      return "segment " + s.id + " still refers back to removed segment " + prev.id + " (ARR-17)";
    }
    return null;
  }
}
