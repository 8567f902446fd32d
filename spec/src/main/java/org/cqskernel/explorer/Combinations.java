// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.ArrayList;
import java.util.List;
import org.cqskernel.explorer.Pairs.Form;
import org.cqskernel.explorer.Pairs.Kind;
import org.cqskernel.explorer.Pairs.Named;

/** Makes scenarios of {@link Pairs}. */
final class Combinations<S> {
  private final Pairs<S> pairs;

  Combinations(Pairs<S> pairs) {
    this.pairs = pairs;
  }

  List<Scenario<?>> scenarios(Form form) {
    List<Scenario<?>> scenarios = new ArrayList<>();
    all(form).forEach(c -> scenarios.add(scenario(c)));
    return scenarios;
  }

  /** The scenario of that name, of any form, or null. */
  Scenario<?> scenario(String name) {
    for (Form form : Form.values()) {
      for (Combination<S> c : all(form)) {
        if (name(c).equals(name)) {
          return scenario(c);
        }
      }
    }
    return null;
  }

  /**
   * Who takes part.
   *
   * @param a the first of a pair, or the interrupted one
   * @param b the second of a pair, or the handler
   * @param c who stands beside, or null
   */
  record Combination<S>(Form form, Named<S> a, Named<S> b, Named<S> c) {}

  /** Those of one form that are not left out. */
  List<Combination<S>> all(Form form) {
    List<Combination<S>> all = new ArrayList<>();
    for (int i = 0; i < pairs.operations.size(); i++) {
      Named<S> a = pairs.operations.get(i);
      for (int j = form == Form.PAIR ? i : 0; j < pairs.operations.size(); j++) {
        Named<S> b = pairs.operations.get(j);
        if (excludes(a, b) || (form != Form.PAIR && b.blocks())) {
          continue;
        }
        if (form != Form.CROWD) {
          all.add(new Combination<>(form, a, b, null));
          continue;
        }
        // A handler sees no difference between the one that it interrupts and the one beside.
        for (int k = i; a.kind() != Kind.READS && k < pairs.operations.size(); k++) {
          Named<S> c = pairs.operations.get(k);
          if (c.kind() != Kind.READS && isCrowd(a, b, c)) {
            all.add(new Combination<>(form, a, b, c));
          }
        }
      }
    }
    return all;
  }

  private boolean excludes(Named<S> a, Named<S> b) {
    return pairs.exceptions.containsKey(a.name() + Form.PAIR.sign + b.name());
  }

  private boolean isUnsafe(Named<S> handler, Named<S> interrupted) {
    return pairs.besides.containsKey(handler.name() + Form.SIGNAL.sign + interrupted.name());
  }

  private boolean isCrowd(Named<S> a, Named<S> b, Named<S> c) {
    boolean tooOften =
        a == b && b == c && pairs.most.getOrDefault(a.name(), Pairs.PARTIES) < Pairs.PARTIES;
    return !excludes(a, c) && !excludes(b, c) && !tooOften && !isUnsafe(b, a) && !isUnsafe(b, c);
  }

  private String name(Combination<S> o) {
    String first = pairs.title + ": ";
    return switch (o.form) {
      case PAIR -> first + o.a.name() + o.form.sign + o.b.name();
      case SIGNAL -> first + o.b.name() + o.form.sign + o.a.name();
      case CROWD -> first + o.b.name() + Form.SIGNAL.sign + o.a.name() + o.form.sign + o.c.name();
    };
  }

  private Scenario<S> scenario(Combination<S> o) {
    Scenario<S> scenario =
        Scenario.named(name(o))
            .setup(() -> prepared(o))
            .check(pairs.check)
            .covers(pairs.obligations);
    return o.form == Form.PAIR ? pair(scenario, o) : signal(scenario, o);
  }

  private Scenario<S> pair(Scenario<S> scenario, Combination<S> o) {
    Named<S> a = o.a;
    Named<S> b = o.b;
    boolean stuck = (a.blocks() || b.blocks()) && !a.frees() && !b.frees() && pairs.rescue != null;
    scenario
        .describe("One thread runs " + a.name() + ", the other " + b.name() + ".")
        .thread("first", party(a, 0, stuck && !a.blocks()))
        .thread("second", party(b, 1, stuck && !b.blocks()));
    return stuck && a.blocks() && b.blocks() ? scenario.thread("rescuer", pairs.rescue) : scenario;
  }

  private Scenario<S> signal(Scenario<S> scenario, Combination<S> o) {
    scenario
        .describe(
            "A handler that interrupts %s anywhere runs %s%s."
                .formatted(
                    o.a.name(),
                    o.b.name(),
                    o.c == null ? "" : ", while " + o.c.name() + " stands still somewhere"))
        .thread("interrupted", party(o.a, 0, false));
    if (o.c != null) {
      scenario.thread("beside", party(o.c, 2, false));
    }
    boolean blocks = o.a.blocks() || (o.c != null && o.c.blocks());
    boolean freed = o.a.frees() || o.b.frees() || (o.c != null && o.c.frees());
    if (blocks && !freed && pairs.rescue != null) {
      scenario.thread("rescuer", pairs.rescue);
    }
    return scenario.alone("handler", "interrupted", party(o.b, 1, false));
  }

  private Action<S> party(Named<S> operation, int number, boolean rescues) {
    Action<? super S> then = rescues ? pairs.rescue : s -> {};
    return s -> {
      operation.run().run(s, number);
      then.run(s);
    };
  }

  private S prepared(Combination<S> o) {
    S state = pairs.setup.get();
    try {
      o.a.prepare().run(state, 0);
      o.b.prepare().run(state, 1);
      if (o.c != null) {
        o.c.prepare().run(state, 2);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(pairs.title + ": the set-up fails", e);
    }
    return state;
  }
}
