// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;

/**
 * The processes of module CellMeeting as threads: who meets in one cell, that of a {@link Cell} or
 * the second one of a {@link Cqs}. A search runs once for each answer of the owner and of the
 * waiter.
 */
public final class CellMeetingModel implements ScenarioSource {
  private static final int ORDER = 2;

  /** The cell's index. With the first one, a place would look like that of a fresh waiter. */
  private static final int INDEX = 1;

  private final Map<String, Object> constants;

  /**
   * @param constants those of the module's configuration
   */
  public CellMeetingModel(Map<String, Object> constants) {
    this.constants = constants;
  }

  /** What the environment decides. */
  private static final class Choices {
    boolean suspends = true;
    boolean resumes = true;
    boolean accepts = true;
    boolean allows = true;
    final Set<Object> staying = new HashSet<>();
  }

  private static final class State extends Waiter<Object> implements Modelled, Policy<Object> {
    private final Map<String, Object> constants;
    private final Choices choices = new Choices();
    private final Gate gate = new Gate();
    private final Cell<Object> own = new Cell<>();
    private final Cqs<Object> cqs;
    private final Object value;
    private final Map<Object, String> cancels = new HashMap<>();
    private int calls;
    private int owed;
    private Boolean result;

    State(Map<String, Object> constants, boolean accepts, boolean allows) {
      this.constants = constants;
      choices.accepts = accepts;
      choices.allows = allows;
      value = is("HasValue") ? "value" : null;
      cqs =
          new Cqs<>(
              is("Sync") ? Resumption.SYNC : Resumption.ASYNC,
              is("Smart") ? Cancellation.SMART : Cancellation.SIMPLE,
              this,
              ORDER,
              0,
              (Integer) constants.get("Looks"));
      cqs.suspend(new Handles.Noted("first"));
      cqs.resume(null);
    }

    private boolean is(String constant) {
      return constants.get(constant).equals(true);
    }

    void suspend() {
      gate.isOpen(); // Whether it comes.
      if (!choices.suspends) {
        return;
      }
      if (is("Own")) {
        own.suspend(this);
      } else {
        cqs.suspend(this);
      }
    }

    void resume() {
      gate.isOpen(); // Whether it comes.
      if (!choices.resumes) {
        return;
      }
      if (is("Own")) {
        result = own.resume(value);
      } else if (is("Sweeping")) {
        Object left = Cell.contentFor(value);
        Sweep.run(cqs, segment0(), INDEX, INDEX + 1, ORDER, value, left);
        result = true;
      } else {
        boolean done = cqs.resume(value);
        result = wentOn(INDEX + 1) ? null : (Boolean) done;
      }
    }

    void cancel(Object process) {
      try {
        requireFresh();
        return; // It is not registered.
      } catch (IllegalStateException e) {
        if (choices.staying.contains(process)) {
          return;
        }
      }
      try {
        cancels.put(process, cancel() ? "gone" : "denied");
      } catch (AlreadyCancelledException e) {
        cancels.put(process, "thrown");
      } catch (IllegalStateException e) {
        // Its cell was broken meanwhile, and it is registered nowhere.
      }
    }

    @Override
    protected void resumed(Object v) {
      throw new AssertionError("only tryResume is called");
    }

    @Override
    protected boolean tryResume(Object v) {
      gate.isOpen(); // Whether it has a use for the value.
      calls++;
      return choices.accepts;
    }

    @Override
    public boolean onCancellation() {
      gate.isOpen(); // The owner's step, which decides.
      return choices.allows;
    }

    @Override
    public void undelivered(Object v) {
      gate.isOpen(); // The owner has it back.
      owed++;
    }

    @Override
    public void choose(Object process, String label, Map<String, Object> next) {
      boolean done = ((Map<?, ?>) next.get("pc")).get(process).equals("Done");
      switch (label) {
        case "suspend_begin" -> choices.suspends = !done;
        case "resume_begin" -> choices.resumes = !done;
        case "deliver_call" -> choices.accepts = next.get("waiter").equals("called");
        case "cancel_decide" ->
            choices.allows = (Boolean) ((Map<?, ?>) next.get("allowed")).get(process);
        case "cancel_begin" -> {
          if (done) {
            choices.staying.add(process);
          }
        }
        default -> {
          // Not the environment's.
        }
      }
    }

    private static Cells cells(Cqs<?> cqs) {
      return (Cells) Peek.at(cqs, "cells");
    }

    private Segment segment0() {
      return (Segment) Peek.at(cells(cqs).suspend, "segment");
    }

    /** Whether the value has gone on to the next cell, which the module does not have. */
    private boolean wentOn(int index) {
      return (long) Peek.at(cells(cqs).resume, "index") > index;
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      o.put("home", homeOf());
      o.put("placed", isPlaced());
      o.put("calls", calls);
      if (is("Own")) {
        o.put("cell", contentOf(((Object[]) Peek.at(own, "slot"))[0]));
      } else {
        Segment s = segment0();
        o.put("cell", contentOf(s.cells[INDEX]));
        o.put("counted", s.cells.length - ((int) Peek.at(s, "word") & 0xFFFF));
        o.put("owed", owed);
      }
      if (result != null) {
        o.put("result", result);
      }
      if (is("Sweeping") && wentOn(INDEX)) {
        o.put("value", "next"); // Which no state of the module has.
      }
      cancels.forEach((process, how) -> o.put(how + "[" + process + "]", true));
      return o;
    }

    private String homeOf() {
      Object home = Peek.at(this, "home");
      if (home == null) {
        return "none";
      }
      if (home == WaiterOwner.CANCELLED) {
        return "CANCELLED";
      }
      if (home == own) {
        return "cell";
      }
      return home instanceof Segment ? "segment" : isPlaced() ? "over" : "owner";
    }

    private boolean isPlaced() {
      return (int) Peek.at(this, "offset") == INDEX;
    }

    private static String contentOf(Object content) {
      if (content instanceof SmartCancellation.Left left) {
        return (boolean) Peek.at(left, "shared") ? "SHARED" : "DELEGATED";
      }
      return CellState.of(content).name();
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    List<Scenario<?>> all = new ArrayList<>();
    for (boolean accepts : new boolean[] {true, false}) {
      all.add(scenario(accepts, true));
      if (constants.get("Smart").equals(true)) {
        all.add(scenario(accepts, false));
      }
    }
    return all;
  }

  private Scenario<State> scenario(boolean accepts, boolean allows) {
    String answers = (accepts ? "" : ", declined") + (allows ? "" : ", refused");
    Scenario<State> s =
        Scenario.named("CellMeeting" + answers).setup(() -> new State(constants, accepts, allows));
    s.thread("\"suspender\"", State::suspend);
    s.thread("\"resumer\"", State::resume);
    for (Object c : (Set<?>) constants.get("C")) {
      s.thread((String) c, state -> state.cancel(c));
    }
    return s;
  }
}
