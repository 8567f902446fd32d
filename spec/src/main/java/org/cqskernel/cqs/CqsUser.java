// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.cqs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.cqskernel.conformance.Modelled;
import org.cqskernel.explorer.Scenario;

/**
 * The client of a {@link Cqs} in a module: suspenders, resumers, cancellers, and the owner's
 * decision whether a cancellation is allowed.
 */
abstract class CqsUser extends Handles implements Modelled, Policy<Object> {
  private static final int ORDER = 3;

  final Cqs<Object> cqs;
  final int slots;
  private final Gate decision = new Gate();
  private boolean allow;

  CqsUser(Map<String, Object> constants, boolean allow) {
    super(constants, "W");
    this.allow = allow;
    slots = Math.min((Integer) constants.get("NCELLS"), 1 << ORDER);
    cqs =
        new Cqs<>(
            constants.get("Sync").equals(true) ? Resumption.SYNC : Resumption.ASYNC,
            isSmart(constants) ? Cancellation.SMART : Cancellation.SIMPLE,
            this,
            ORDER,
            0,
            (Integer) constants.get("Looks"));
  }

  abstract void suspend(String w);

  abstract void resume(String v);

  @Override
  public final boolean onCancellation() {
    decision.isOpen(); // The owner's step, which decides.
    return allow;
  }

  @Override
  public final void choose(Object process, String label, Map<String, Object> next) {
    super.choose(process, label, next);
    if (label.equals("cancel_decide")) {
      allow = (Boolean) ((Map<?, ?>) next.get("allowed")).get(process);
    }
  }

  private static boolean isSmart(Map<String, Object> constants) {
    return constants.get("Smart").equals(true);
  }

  /**
   * The module's scenarios: one with cancellations that are allowed and, where that makes a
   * difference, one with refused ones. The caller adds processes of its own.
   */
  static <S extends CqsUser> List<Scenario<S>> scenarios(
      String module, Map<String, Object> constants, Function<Boolean, S> user) {
    List<Scenario<S>> all = new ArrayList<>();
    for (boolean allow : isSmart(constants) ? new boolean[] {true, false} : new boolean[] {true}) {
      Scenario<S> s =
          Scenario.named(module + (allow ? "" : ", refused")).setup(() -> user.apply(allow));
      for (Object w : (Set<?>) constants.get("W")) {
        s.thread((String) w, state -> state.suspend((String) w));
      }
      for (Object v : (Set<?>) constants.get("V")) {
        s.thread((String) v, state -> state.resume((String) v));
      }
      all.add(s);
    }
    return all;
  }
}
