// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Peek;
import org.cqskernel.explorer.Scenario;

/**
 * The waiters of a scenario that mirrors a module, and what their cancellers do: each cancels once
 * if the handle is out when it looks, and else not at all.
 */
public abstract class Handles {

  /** A waiter that counts what happens to it. */
  public static class Noted extends Waiter<Object> {
    /** The name of the model's process. */
    public final String name;

    /** How often it was called. */
    public int calls;

    /** What it was called with. */
    public final List<Object> values = new ArrayList<>();

    /** How often a cancellation has returned true. */
    public int cancelled;

    /** How often a cancellation has returned false. */
    public int refused;

    /** How often a cancellation has thrown. */
    public int thrown;

    private int cancelling;
    private final Gate gate = new Gate();

    /** Not registered. */
    public Noted(String name) {
      this.name = name;
    }

    @Override
    protected void resumed(Object value) {
      calls++;
      values.add(value);
    }

    /** A cancellation has returned true. */
    protected void wasCancelled() {}

    /** Its place in the array, or -1. */
    public final int slot() {
      return home() == null ? -1 : (int) Peek.at(this, "offset");
    }

    /** Where it lies. */
    public final Object home() {
      return Peek.at(this, "home");
    }
  }

  /** By name. */
  public final Map<String, Noted> waiters = new LinkedHashMap<>();

  /** What the model has chosen for each canceller: whether it cancels. */
  private final Map<Object, Boolean> stays = new HashMap<>();

  /** Makes the waiters that a constant names. */
  protected Handles(Map<String, Object> constants, String names) {
    for (Object w : (Set<?>) constants.get(names)) {
      waiters.put((String) w, newWaiter((String) w));
    }
  }

  /** Makes a waiter. */
  protected Noted newWaiter(String name) {
    return new Noted(name);
  }

  /** The waiter of a process. */
  public final Noted noted(String name) {
    return waiters.get(name);
  }

  /** The operation that registers has returned. */
  public final void handOut(String name) {
    noted(name).gate.open();
  }

  /** Whether an operation is under way that cancels this waiter. */
  public final boolean isCancelling(String name) {
    return noted(name).cancelling > 0;
  }

  /** The model takes a step. */
  public void choose(Object process, String label, Map<String, Object> next) {
    if (label.equals("cancel_begin")) {
      stays.put(process, ((Map<?, ?>) next.get("pc")).get(process).equals("Done"));
    }
  }

  final void cancel(String name, Object process) {
    Noted w = noted(name);
    if (!w.gate.isOpen() || stays.getOrDefault(process, false)) {
      return;
    }
    w.cancelling++;
    try {
      if (w.cancel()) {
        w.cancelled++;
        w.wasCancelled();
      } else {
        w.refused++;
      }
    } catch (AlreadyCancelledException e) {
      w.thrown++;
    }
    w.cancelling--;
  }

  /** Adds the cancellers: those of {@code ToCancel \X (1 .. Cancels)}. */
  public static <S extends Handles> void addCancellers(
      Scenario<S> scenario, Map<String, Object> constants) {
    for (Object w : (Set<?>) constants.get("ToCancel")) {
      for (int n = 1; n <= (Integer) constants.getOrDefault("Cancels", 1); n++) {
        Object process = List.of(w, n);
        String thread = "<<" + w + ", " + n + ">>";
        scenario.thread(thread, s -> s.cancel((String) w, process));
      }
    }
  }

  /** Puts both indices, the first cells and the count of cells, if the queue is there. */
  protected final void observeQueue(Map<String, Object> o, Object queue, int slots) {
    if (queue == null) {
      o.put("sIndex", 0);
      o.put("rIndex", 0);
      o.put("counted", 0);
      return;
    }
    Cells cells = (Cells) Peek.at(queue, "cells");
    Segment first = (Segment) Peek.at(cells.suspend, "segment");
    int length = 1 << cells.order;
    long base = (first.id << cells.order) + length - first.cells.length;
    o.put("sIndex", (int) ((long) Peek.at(cells.suspend, "index") - base));
    o.put("rIndex", (int) ((long) Peek.at(cells.resume, "index") - base));
    for (int i = 0; i < slots; i++) {
      o.put("cell[" + i + "]", contentOf(first.cells[i]));
    }
    o.put("counted", first.cells.length - ((int) Peek.at(first, "word") & 0xFFFF));
  }

  /** Puts what is known of each waiter at any moment. */
  protected final void observeWaiters(Map<String, Object> o) {
    for (Noted w : waiters.values()) {
      String key = "[" + w.name + "]";
      if (w.home() != null) {
        o.put("slot" + key, w.slot());
      }
      o.put("home" + key, homeOf(w));
      o.put("calls" + key, w.calls);
    }
  }

  /** Where a waiter of a queue lies, in the terms of the modules. */
  public static Object homeOf(Waiter<?> w) {
    Object home = Peek.at(w, "home");
    if (home == WaiterOwner.CANCELLED) {
      return "CANCELLED";
    }
    boolean placed = home != null && (int) Peek.at(w, "offset") >= 0;
    return placed && !(home instanceof Segment) ? "over" : "cell";
  }

  /** The name of the process whose waiter this is. */
  protected String nameOf(Waiter<?> waiter) {
    return ((Noted) waiter).name;
  }

  /** A cell's content in the terms of a module that does not say whose it is. */
  protected static String kindOf(Object content) {
    return content instanceof SmartCancellation.Left ? "LEFT" : CellState.of(content).name();
  }

  /** A cell's content in the terms of the modules. */
  public Object contentOf(Object content) {
    if (content instanceof SmartCancellation.Left left) { // The module has one VALUE for both.
      return List.of("VALUE", left.value() == null ? "null" : left.value());
    }
    CellState state = CellState.of(content);
    return switch (state) {
      case WAITER -> List.of(state.name(), nameOf((Waiter<?>) content));
      case VALUE -> {
        Object value = Boxed.unbox(content);
        yield List.of(state.name(), value == null ? "null" : value);
      }
      default -> List.of(state.name());
    };
  }
}
