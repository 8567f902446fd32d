// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.check.Check;
import org.cqskernel.check.Row;
import org.cqskernel.check.Row.Status;
import org.cqskernel.conformance.Conformance.Outcome;
import org.cqskernel.explorer.Progress;

/** Conformance as a part of the check command: each direction of each default pair is a check. */
public final class ConformanceChecks {
  /** The name of the part. */
  public static final String PART = "conformance";

  private ConformanceChecks() {}

  private record Direction(Conformance conformance, Pair pair, boolean toKernel) implements Check {
    @Override
    public String part() {
      return PART;
    }

    @Override
    public String name() {
      return ConformanceChecks.name(pair, toKernel ? Conformance.TO_KERNEL : Conformance.TO_MODEL);
    }

    @Override
    public String structure() {
      return switch (pair.module()) {
        case "SegmentList" -> "array";
        case "OneShot" -> "promise";
        case "BroadcastCells" -> "broadcast";
        case "Nesting" -> "nesting";
        case "CellMeeting" -> "cell";
        case "ConditionWait", "ConditionCells" -> "condition";
        case "ThreadWait" -> "waiting";
        case "PermitQueue" -> "semaphore";
        default -> pair.scenario().contains("Semaphore") ? "semaphore" : "cqs";
      };
    }

    @Override
    public double weight() {
      return 10;
    }

    @Override
    public Row run(Progress.Listener listener) throws IOException, InterruptedException {
      StateGraph graph = conformance.graph(pair, "none");
      return row(
          toKernel ? conformance.replay(pair, graph, null) : conformance.accept(pair, graph, null));
    }
  }

  /**
   * The default pairs.
   *
   * @param specification the folder of the specification's module
   * @param output where TLC writes its dumps
   */
  public static List<Check> standard(Path specification, Path output) {
    Conformance conformance = new Conformance(specification, output);
    List<Check> all = new ArrayList<>();
    for (Pair pair : Pair.all()) {
      if (!pair.deep()) {
        if (pair.replayed()) {
          all.add(new Direction(conformance, pair, true));
        }
        if (pair.searched()) {
          all.add(new Direction(conformance, pair, false));
        }
      }
    }
    return all;
  }

  private static String name(Pair pair, String direction) {
    return pair.configuration() + ", " + direction;
  }

  /** What has come out, for tables and reports. A step is one of the model's or of the kernel's. */
  static Row row(Outcome o) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("module", o.pair().module());
    json.put("configuration", o.pair().configuration());
    json.put("direction", o.direction());
    json.put("states", o.states());
    json.put("edges", o.edges());
    json.put("walked", o.walked());
    json.put("behaviours", o.behaviours());
    json.put("steps", o.steps());
    json.put("result", o.failure() != null ? "differs" : o.complete() ? "conforms" : "cut");
    json.put("bound", o.bound() < 0 ? null : o.bound());
    json.put("seconds", Math.round(o.seconds() * 100) / 100.0);
    json.put("obligations", o.obligations());
    return new Row(
        PART,
        name(o.pair(), o.direction()),
        o.behaviours(),
        o.seconds(),
        o.result(),
        o.failure() != null ? Status.VIOLATED : o.complete() ? Status.PASSED : Status.CUT,
        json);
  }
}
