// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import org.cqskernel.explorer.Failure;

/** Puts into words why an execution fails, where that takes more than a sentence. */
final class Diagnosis {
  private final Machine machine;

  Diagnosis(Machine machine) {
    this.machine = machine;
  }

  void stuck() {
    for (long r = machine.waiting.running(); r != 0; r &= r - 1) {
      int h = Long.numberOfTrailingZeros(r);
      if (machine.program.alone[h]) {
        machine.fail(Failure.Kind.NOT_ALONE, h, "waits for a thread that stands still", null);
        return;
      }
    }
    StringBuilder who = new StringBuilder();
    for (long p = machine.waiting.pending; p != 0; p &= p - 1) {
      int t = Long.numberOfTrailingZeros(p);
      who.append(who.isEmpty() ? "" : ", ").append(machine.program.names[t]);
      if (machine.waiting.site[t] >= 0) {
        who.append(" at ").append(machine.sites.get(machine.waiting.site[t]).place());
      }
    }
    boolean parked = machine.waiting.anyParked();
    Failure.Kind kind = parked ? Failure.Kind.LOST_WAKEUP : Failure.Kind.DEADLOCK;
    machine.fail(kind, -1, "nobody can move; waiting: " + who, null);
  }

  void race(int location, int site, int otherWorker, int otherSite) {
    String what = Recorder.variable(machine.fields, machine.locations, location);
    for (String benign : machine.options.benignRaces()) {
      if (what.equals(benign)) {
        return;
      }
    }
    var here = machine.sites.get(site);
    var there = machine.sites.get(otherSite);
    machine.fail(
        Failure.Kind.DATA_RACE,
        -1,
        "%s: %s at %s is not ordered with %s by %s at %s"
            .formatted(
                what,
                here.operation(),
                here.place(),
                there.operation(),
                machine.program.names[otherWorker],
                there.place()),
        null);
    if (machine.recorder != null) {
      machine.recorder.highlight(location);
    }
  }
}
