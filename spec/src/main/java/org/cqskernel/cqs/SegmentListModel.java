// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/** The processes of module SegmentList as threads. */
public final class SegmentListModel implements ScenarioSource {
  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public SegmentListModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  private static final class State implements Modelled {
    private static final int POINTER = 16;
    private final int perSegment;
    private final int ids;
    private final Set<?> gone;
    private final Set<?> selfCancelling;
    private final Cqs<Object> cqs;
    private final Cells cells;
    private final Handles.Noted[] full;
    private final Map<String, Handles.Noted> late = new HashMap<>();
    private final Map<Integer, Segment> known = new TreeMap<>();

    State(Map<String, Object> constants) {
      perSegment = (Integer) constants.get("K");
      ids = (Integer) constants.get("NSEG");
      gone = (Set<?>) constants.get("Gone");
      selfCancelling = (Set<?>) constants.get("SC");
      int order = Integer.numberOfTrailingZeros(perSegment);
      Policy<Object> policy = new Policy<>() {};
      cqs = new Cqs<>(Resumption.ASYNC, Cancellation.SIMPLE, policy, order, 0, 1);
      cells = (Cells) Peek.at(cqs, "cells");
      full = new Handles.Noted[(Integer) constants.get("Full")];
      observe();
      for (int i = 0; i < full.length; i++) {
        full[i] = new Handles.Noted("q" + i);
        cqs.suspend(full[i]);
        observe();
      }
      for (Object x : gone) {
        full[(Integer) x].cancel();
      }
      for (Object s : (Set<?>) constants.get("S")) {
        late.put((String) s, new Handles.Noted((String) s));
      }
    }

    void suspend(String s) {
      Handles.Noted w = late.get(s);
      if (cqs.suspend(w) == Suspended.WAITING && selfCancelling.contains(s)) {
        w.cancel();
      }
    }

    /** A resumer that goes on to the next cell where it meets a cancelled one. */
    void resume() {
      for (; ; ) {
        Cells.Slot slot = cells.nextResume();
        for (; ; ) {
          Object content = slot.get();
          if (content == CellState.CANCELLED) {
            break;
          }
          if (slot.compareAndSet(content, CellState.RESUMED)) {
            return;
          }
        }
      }
    }

    @Override
    public Map<String, Object> observe() {
      meet((Segment) Peek.at(cells.suspend, "segment"));
      meet((Segment) Peek.at(cells.resume, "segment"));
      List.copyOf(known.values()).forEach(this::meetNext);
      Map<String, Object> o = new HashMap<>();
      o.put("at[s]", idOf(Peek.at(cells.suspend, "segment")));
      o.put("at[r]", idOf(Peek.at(cells.resume, "segment")));
      o.put("index[s]", (int) (long) Peek.at(cells.suspend, "index"));
      o.put("index[r]", (int) (long) Peek.at(cells.resume, "index"));
      for (int id = 0; id < ids; id++) {
        o.put("born[" + id + "]", known.containsKey(id));
      }
      known.forEach((id, s) -> observe(o, id, s));
      return o;
    }

    private void observe(Map<String, Object> o, int id, Segment s) {
      int word = (int) Peek.at(s, "word");
      o.put("word[" + id + "]", (word >>> 16) * POINTER + (word & 0xFFFF));
      if (!gone.contains(id)) {
        o.put("next[" + id + "]", idOf(Peek.at(s, "next")));
        o.put("prev[" + id + "]", idOf(Peek.at(s, "prev")));
      }
      for (int k = 0; k < perSegment; k++) {
        o.put("cell[" + (id * perSegment + k) + "]", contentOf(s.cells[k]));
      }
    }

    private void meet(Segment s) {
      known.put((int) s.id, s);
    }

    private void meetNext(Segment s) {
      for (Segment n = s; n != null; n = (Segment) Peek.at(n, "next")) {
        meet(n);
      }
    }

    private static int idOf(Object segment) {
      return segment == null ? -1 : (int) ((Segment) segment).id;
    }

    private static String contentOf(Object content) {
      return switch (CellState.of(content)) {
        case EMPTY -> "E";
        case WAITER -> "Q";
        case CANCELLED -> "C";
        case RESUMED -> "R";
        default -> throw new AssertionError(content);
      };
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    Scenario<State> s = Scenario.named("SegmentList").setup(() -> new State(constants));
    for (Object p : (Set<?>) constants.get("S")) {
      s.thread((String) p, state -> state.suspend((String) p));
    }
    for (Object x : (Set<?>) constants.get("ToCancel")) {
      s.thread("<<\"cancel\", " + x + ">>", state -> state.full[(Integer) x].cancel());
    }
    for (Object a : (Set<?>) constants.get("A")) {
      s.thread((String) a, state -> state.cqs.resumeAll(null));
    }
    for (Object r : (Set<?>) constants.get("R")) {
      s.thread((String) r, State::resume);
    }
    return List.of(s);
  }
}
