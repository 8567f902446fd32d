// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.conformance.Peek;
import org.cqskernel.cqs.Cancellation;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.cqs.Gate;
import org.cqskernel.cqs.Policy;
import org.cqskernel.cqs.Resumption;
import org.cqskernel.cqs.Waiter;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioSource;
import org.cqskernel.sync.ThreadWaiter.End;

/** The processes of module ThreadWait as threads: one waits, the others resume and interrupt. */
public final class ThreadWaitModel implements ScenarioSource {
  private static final int ORDER = 2;
  private final int waits;
  private final String mode;
  private final int interrupts;

  /**
   * @param constants those of the module's configuration
   */
  public ThreadWaitModel(Map<String, Object> constants) {
    waits = (Integer) constants.get("Waits");
    mode = (String) constants.get("Mode");
    interrupts = (Integer) constants.get("Interrupts");
  }

  /** One wait: its queue, its waiter once there is one, and how it has ended. */
  private static final class Wait {
    final Cqs<Integer> cqs =
        new Cqs<>(Resumption.ASYNC, Cancellation.SIMPLE, new Policy<Integer>() {}, ORDER);
    ThreadWaiter<Integer> waiter;
    String end = "none";
    int got;

    /** The content of its cell in the terms of the module. */
    String content() {
      Object segment = Peek.at(Peek.at(Peek.at(cqs, "cells"), "suspend"), "segment");
      Object content = ((Object[]) Peek.at(segment, "cells"))[0];
      if (content == null) {
        return "EMPTY";
      }
      if (content instanceof Waiter) {
        return "WAITER";
      }
      return content instanceof Enum<?> state ? state.name() : "VALUE";
    }
  }

  private static final class State implements Modelled {
    private final Wait[] waits;
    private final String mode;
    private final Gate over = new Gate();
    private final Gate interrupter = new Gate();
    private Thread thread;
    private boolean stays;

    State(int waits, String mode) {
      this.mode = mode;
      this.waits = new Wait[waits];
      for (int n = 0; n < waits; n++) {
        this.waits[n] = new Wait();
      }
    }

    void run() {
      thread = Thread.currentThread();
      for (Wait w : waits) {
        End end = await(w);
        int got = end == End.RESUMED ? w.waiter.value() : 0;
        over.isOpen(); // The wait is over.
        w.end = end == null ? "early" : end.name();
        w.got = got;
      }
    }

    /** As the operations that await do it. Null if the thread was interrupted before. */
    private End await(Wait w) {
      if (!mode.equals("uninterruptible") && Thread.interrupted()) {
        return null;
      }
      ThreadWaiter<Integer> waiter = new ThreadWaiter<>();
      w.waiter = waiter;
      w.cqs.suspend(waiter);
      switch (mode) {
        case "timed" -> {
          return waiter.await(this, TimeUnit.SECONDS.toNanos(1));
        }
        case "interruptible" -> {
          return waiter.await(this);
        }
        default -> {
          waiter.awaitUninterruptibly(this);
          return End.RESUMED;
        }
      }
    }

    void interrupt(int times) {
      for (int n = 0; n < times; n++) {
        if (interrupter.isOpen() || stays || thread == null) {
          return;
        }
        thread.interrupt();
      }
    }

    @Override
    public void choose(Object process, String label, Map<String, Object> next) {
      if (label.equals("interrupt_begin")) {
        stays = ((Map<?, ?>) next.get("pc")).get(process).equals("Done");
      }
    }

    @Override
    public Map<String, Object> observe() {
      Map<String, Object> o = new HashMap<>();
      for (int n = 1; n <= waits.length; n++) {
        Wait w = waits[n - 1];
        o.put("cell[" + n + "]", w.content());
        if (w.waiter != null) {
          o.put("waits[" + n + "]", Peek.at(w.waiter, "thread") != null);
        }
        if (!w.end.equals("none")) {
          o.put("end[" + n + "]", w.end);
          o.put("got[" + n + "]", w.got);
        }
      }
      return o;
    }
  }

  @Override
  public List<Scenario<?>> scenarios() {
    Scenario<State> s = Scenario.named("ThreadWait").setup(() -> new State(waits, mode));
    s.thread("0", State::run);
    for (int n = 1; n <= waits; n++) {
      int value = n;
      s.thread("" + n, state -> state.waits[value - 1].cqs.resume(value));
    }
    s.thread("" + (waits + 1), state -> state.interrupt(interrupts));
    s.thread("" + (waits + 2), state -> {}); // The clock: time passes in park.
    return List.of(s);
  }
}
