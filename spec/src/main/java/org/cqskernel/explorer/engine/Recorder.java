// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.engine;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.explorer.AccessCounts;
import org.cqskernel.explorer.Trace;
import org.cqskernel.explorer.instrument.Effects;
import org.cqskernel.explorer.instrument.Fields;
import org.cqskernel.explorer.instrument.InstrumentingLoader;
import org.cqskernel.explorer.instrument.Site;

/**
 * Notes the steps of one execution with the values that they read and write.
 *
 * <p>Values are written as literals, as the static field that holds them, or as class and number;
 * {@code toString} of the scenario's objects is never called, because it could access explored
 * variables.
 */
final class Recorder {
  private static final class Event {
    int thread;
    int site;
    int location;
    int effects;
    int key;
    boolean step;
    boolean wrote = true;
    String variable;
    String argument = "";
    String result = "";
  }

  private final InstrumentingLoader loader;
  private final List<Event> events = new ArrayList<>();
  private final Map<Object, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private Machine machine;
  private Event last;
  private int highlighted = -1;

  Recorder(InstrumentingLoader loader) {
    this.loader = loader;
  }

  void attach(Machine m) {
    machine = m;
  }

  void reset() {
    events.clear();
    names.clear();
    counts.clear();
    highlighted = -1;
  }

  void step(int thread, int site, int location, int effects) {
    add(thread, site, location, effects, true);
  }

  void plain(int thread, int site, int location) {
    add(thread, site, location, machine.sites.effects(site), false);
  }

  private void add(int thread, int site, int location, int effects, boolean step) {
    last = new Event();
    last.thread = thread;
    last.site = site;
    last.location = location;
    last.effects = effects;
    last.step = step;
    last.key = location < 0 ? -1 : machine.locations.key(location);
    last.variable = location < 0 ? "" : variable(location);
    events.add(last);
  }

  void values(Object result, Object first, Object second) {
    int e = last.effects;
    if ((e & Effects.CONDITIONAL) != 0) {
      last.argument = value(first) + " -> " + value(second);
      last.result = result instanceof Boolean b ? (b ? "ok" : "failed") : "= " + value(result);
    } else if ((e & Effects.RMW) != 0) {
      String operation = loader.sites().get(last.site).operation();
      last.argument =
          operation.contains("ncrement") || operation.contains("ecrement")
              ? ""
              : "(" + value(first) + ")";
      last.result = "= " + value(result);
    } else if ((e & Effects.WRITE) != 0) {
      last.argument = ":= " + value(first);
    } else {
      last.result = "= " + value(result);
    }
  }

  void comparisonFailed() {
    last.wrote = false;
  }

  void result(String text) {
    last.result = text;
  }

  void highlight(int location) {
    highlighted = location;
  }

  Trace trace() {
    List<Trace.Step> steps = new ArrayList<>();
    for (Event e : events) {
      boolean marked = e.location >= 0 && e.location == highlighted;
      if (e.step || marked) {
        steps.add(
            new Trace.Step(e.thread, place(e), access(e), mode(e), effect(e), e.result, marked));
      }
    }
    Program p = machine.program;
    return new Trace(p.name, p.description, p.obligations, p.names(), steps, machine.failure);
  }

  /** The steps, as kinds of access. */
  List<AccessCounts.Access> accesses() {
    return events.stream()
        .filter(e -> e.step && e.site >= 0 && e.location != Steps.SPIN)
        .map(e -> new AccessCounts.Access(kind(e), e.variable, place(e)))
        .toList();
  }

  private static AccessCounts.Kind kind(Event e) {
    if (isModel(e)) {
      return AccessCounts.Kind.PARKING;
    }
    if ((e.effects & Effects.CONDITIONAL) != 0) {
      return e.wrote ? AccessCounts.Kind.CAS : AccessCounts.Kind.FAILED_CAS;
    }
    if ((e.effects & Effects.RMW) != 0) {
      return AccessCounts.Kind.RMW;
    }
    return (e.effects & Effects.WRITE) != 0 ? AccessCounts.Kind.WRITE : AccessCounts.Kind.READ;
  }

  /** Whether it is an access to a variable of the model, not of the code. */
  private static boolean isModel(Event e) {
    return e.key == Machine.PERMIT || e.key == Machine.LOCK || e.key == Machine.WAIT_SET;
  }

  private String mode(Event e) {
    return e.site < 0 || e.location == Steps.SPIN ? "" : loader.sites().get(e.site).operation();
  }

  private static Trace.Effect effect(Event e) {
    if (!e.wrote) {
      return Trace.Effect.FAILS;
    }
    return (e.effects & Effects.WRITE) != 0 ? Trace.Effect.WRITES : Trace.Effect.READS;
  }

  private String place(Event e) {
    return e.site < 0 ? "" : loader.sites().get(e.site).place();
  }

  private String access(Event e) {
    if (e.site < 0) {
      return "handler begins";
    }
    Site site = loader.sites().get(e.site);
    if (e.location == Steps.SPIN) {
      return "goes on in its loop";
    }
    if (isModel(e)) {
      return site.operation() + " (" + e.variable + ")";
    }
    String operation =
        switch (site.operation()) {
          case "volatile read", "volatile write", "getVolatile", "setVolatile" -> "";
          default -> " " + site.operation();
        };
    return e.variable + operation + (e.argument.isEmpty() ? "" : " " + e.argument);
  }

  private String variable(int location) {
    Locations locations = machine.locations;
    int key = locations.key(location);
    Object base = locations.base(location);
    if (key == Machine.PERMIT) {
      return "permit of " + machine.program.names[locations.index(location)];
    }
    if (key == Machine.LOCK) {
      return "lock of " + value(base);
    }
    if (key == Machine.WAIT_SET) {
      return "waiting for " + value(base);
    }
    if (key == Fields.ARRAY) {
      return value(base) + "[" + locations.index(location) + "]";
    }
    if (key == Fields.ITSELF) {
      return value(base);
    }
    if (key == Fields.UNKNOWN) {
      return value(base) + ".?";
    }
    String field = machine.fields.name(key);
    return base == null ? field : value(base) + field.substring(field.lastIndexOf('.'));
  }

  /** The name {@code Class.field} of a variable, or of the array it belongs to. */
  static String variable(Fields fields, Locations locations, int location) {
    int key = locations.key(location);
    if (key >= 0) {
      return fields.name(key);
    }
    Object base = locations.base(location);
    if (base == null) {
      return "?";
    }
    String type = base.getClass().getSimpleName();
    return key == Fields.ITSELF ? type : type + " element";
  }

  private String value(Object o) {
    if (o == null || o instanceof Number && o.getClass().getName().startsWith("java.lang.")) {
      return String.valueOf(o);
    }
    if (o instanceof Boolean || o instanceof Character) {
      return o.toString();
    }
    if (o instanceof String s) {
      return '"' + (s.length() > 20 ? s.substring(0, 19) + "…" : s) + '"';
    }
    if (o instanceof Enum<?> e) {
      return e.name();
    }
    if (o instanceof Thread t) {
      return t.getName().replace("explorer-", "thread ");
    }
    return names.computeIfAbsent(o, this::nameFor);
  }

  private String nameFor(Object o) {
    String constant = constantName(o);
    if (constant != null) {
      return constant;
    }
    String simple = o.getClass().getSimpleName();
    if (simple.contains("$$Lambda")) {
      simple = "lambda";
    } else if (simple.isEmpty()) {
      String full = o.getClass().getName();
      simple = full.substring(full.lastIndexOf('.') + 1);
    }
    return simple + "#" + counts.merge(simple, 1, Integer::sum);
  }

  /** The static final field that holds {@code o}: sentinels are better known by it. */
  private String constantName(Object o) {
    for (Class<?> c : loader.defined()) {
      if (!loader.isInstrumented(c.getName())) {
        continue;
      }
      for (var f : c.getDeclaredFields()) {
        int m = f.getModifiers();
        if (Modifier.isStatic(m)
            && Modifier.isFinal(m)
            && f.getType().isInstance(o)
            && f.trySetAccessible()) {
          try {
            if (f.get(null) == o) {
              return c.getSimpleName() + "." + f.getName();
            }
          } catch (IllegalAccessException | ExceptionInInitializerError e) {
            // Then it has no name.
          }
        }
      }
    }
    return null;
  }
}
