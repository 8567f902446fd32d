// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Group;
import org.cqskernel.evidence.catalogue.Obligation;
import org.cqskernel.evidence.report.Evidence.Cell;
import org.cqskernel.evidence.report.Evidence.CheckEntry;
import org.cqskernel.evidence.report.Evidence.GapEntry;
import org.cqskernel.evidence.report.Evidence.GroupLine;
import org.cqskernel.evidence.report.Evidence.KindLine;
import org.cqskernel.evidence.report.Evidence.ObligationEntry;
import org.cqskernel.evidence.report.Evidence.Summary;
import org.cqskernel.evidence.results.Build;
import org.cqskernel.evidence.results.Outcome;
import org.cqskernel.evidence.results.Outcome.State;
import org.cqskernel.evidence.results.Results;
import org.cqskernel.evidence.results.Row;
import org.cqskernel.evidence.sources.Check;
import org.cqskernel.evidence.sources.Check.Role;
import org.cqskernel.evidence.sources.Citation;
import org.cqskernel.evidence.trace.Traceability;

/** Puts catalogue, code, checks and results together. */
public final class Assembler {
  private final Traceability trace;
  private final Results results;
  private final Build build;
  private final Map<Check, CheckEntry> entries = new LinkedHashMap<>();
  private final Map<String, List<Citation>> code = new TreeMap<>();

  private Assembler(Traceability trace, Results results, Build build) {
    this.trace = trace;
    this.results = results;
    this.build = build;
  }

  /** All that is known. */
  public static Evidence assemble(
      Traceability trace, Results results, Build build, Evidence.Origin origin) throws IOException {
    return new Assembler(trace, results, build).run(origin);
  }

  private Evidence run(Evidence.Origin origin) throws IOException {
    trace.sources().checks().stream()
        .filter(c -> !c.obligations().isEmpty())
        .sorted(Comparator.comparing(Check::kind).thenComparing(Check::name))
        .forEach(c -> entries.put(c, entry(c, results.of(c))));
    for (Citation c : trace.sources().citations()) {
      if (c.where().isCode()) {
        code.computeIfAbsent(c.id(), id -> new ArrayList<>()).add(c);
      }
    }
    Excerpts excerpts = new Excerpts(trace.sources().root());
    Map<String, String> proofGaps = trace.proofGaps();
    List<ObligationEntry> obligations = new ArrayList<>();
    for (Obligation o : trace.catalogue().obligations().toList()) {
      obligations.add(entry(o, excerpts, proofGaps.getOrDefault(o.id(), "")));
    }
    Verdicts verdicts = new Verdicts(build, results, entries);
    return new Evidence(
        origin,
        verdicts.faults(),
        verdicts.remarks(),
        summary(obligations),
        obligations,
        entries.entrySet().stream()
            .filter(e -> e.getKey().kind() == EvidenceKind.MUTANT)
            .map(Map.Entry::getValue)
            .toList(),
        trace.gaps().stream().map(g -> new GapEntry(g.id(), g.kind(), g.reason())).toList());
  }

  private static CheckEntry entry(Check c, Outcome outcome) {
    Row row = outcome.row();
    String bound = Bounds.of(c, row);
    return new CheckEntry(
        c.kind().word(),
        c.name(),
        c.title(),
        switch (c.role()) {
          case HOLDS -> "holds";
          case FAILS_ON_FAULT -> "seeded fault";
          case COUNTEREXAMPLE -> "counterexample";
        },
        c.byDefault(),
        List.copyOf(c.obligations()),
        c.place().toString(),
        bound,
        outcome.state().word(),
        outcome.text(),
        row == null ? 0 : row.amount(),
        row == null ? "" : row.unit(),
        row == null ? "" : row.killer(),
        row == null ? 0 : row.seconds(),
        row == null ? "" : row.jdk(),
        outcome.when());
  }

  private ObligationEntry entry(Obligation o, Excerpts excerpts, String proofGaps)
      throws IOException {
    List<Citation> citations = code.getOrDefault(o.id(), List.of());
    List<Map.Entry<Check, CheckEntry>> own =
        entries.entrySet().stream().filter(e -> e.getKey().obligations().contains(o.id())).toList();
    List<Cell> cells = new ArrayList<>();
    for (EvidenceKind kind : EvidenceKind.values()) {
      cells.add(cell(kind, own, List.of(o), o.evidence().contains(kind)));
    }
    return new ObligationEntry(
        o.id(),
        o.title(),
        o.group(),
        o.revision(),
        o.kind(),
        o.status().word(),
        o.status().meaning(),
        overall(o, cells),
        o.claim(),
        o.notes(),
        o.operations(),
        o.happensBefore(),
        o.source(),
        o.mutant(),
        proofGaps,
        o.place().toString(),
        citations.stream().map(c -> c.place().toString()).distinct().sorted().toList(),
        cells,
        own.stream().map(Map.Entry::getValue).toList(),
        excerpts.of(citations));
  }

  private static Cell cell(
      EvidenceKind kind,
      List<Map.Entry<Check, CheckEntry>> own,
      List<Obligation> obligations,
      boolean asked) {
    int checks = 0;
    int good = 0;
    int unasked = 0;
    boolean bad = false;
    for (Map.Entry<Check, CheckEntry> e : own) {
      if (e.getKey().kind() == kind) {
        State state = state(e.getValue());
        bad |= state == State.FAILED || state == State.NOT_RUN;
        if (obligations.stream().anyMatch(e.getKey()::isEvidenceFor)) {
          checks++;
          good += state.isGood() ? 1 : 0;
          unasked += isLeftToDeepRuns(e.getKey(), state) ? 1 : 0;
        }
      }
    }
    String word =
        bad
            ? "bad"
            : checks == 0
                ? (asked ? "missing" : "")
                : good == 0 ? "open" : good + unasked == checks ? "good" : "partly";
    return new Cell(kind.word(), word, checks, good, asked);
  }

  /** Larger configurations of a kind that has a good result without them. */
  private static boolean isLeftToDeepRuns(Check check, State state) {
    boolean patch = check.kind() == EvidenceKind.MUTANT || check.kind() == EvidenceKind.REGRESSION;
    return state == State.NEVER && !check.byDefault() && !patch;
  }

  private static State state(CheckEntry entry) {
    return State.valueOf(entry.state().toUpperCase(java.util.Locale.ROOT).replace(' ', '_'));
  }

  /**
   * One good check of a kind is enough for the kind; each kind that is asked for has to be good.
   */
  private static String overall(Obligation o, List<Cell> cells) {
    if (cells.stream().anyMatch(c -> c.state().equals("bad"))) {
      return "bad";
    }
    List<Cell> asked = cells.stream().filter(Cell::asked).toList();
    if (asked.stream().anyMatch(c -> c.state().equals("missing"))) {
      return "missing";
    }
    if (asked.stream().anyMatch(c -> c.state().equals("open"))) {
      return asked.stream().allMatch(c -> c.state().equals("open")) ? "open" : "partly";
    }
    return asked.isEmpty() ? o.status().word() : "good";
  }

  private Summary summary(List<ObligationEntry> obligations) {
    Map<String, Integer> byStatus = new LinkedHashMap<>();
    Map<String, Integer> byState = new LinkedHashMap<>();
    for (ObligationEntry o : obligations) {
      byStatus.merge(o.status(), 1, Integer::sum);
      byState.merge(o.state(), 1, Integer::sum);
    }
    List<GroupLine> groups = new ArrayList<>();
    for (Group g : trace.catalogue().groups()) {
      List<String> ids = g.obligations().stream().map(Obligation::id).toList();
      var own =
          entries.entrySet().stream()
              .filter(e -> e.getKey().obligations().stream().anyMatch(ids::contains))
              .toList();
      List<Cell> cells = new ArrayList<>();
      for (EvidenceKind kind : EvidenceKind.values()) {
        boolean asked = g.obligations().stream().anyMatch(o -> o.evidence().contains(kind));
        cells.add(cell(kind, own, g.obligations(), asked));
      }
      groups.add(new GroupLine(g.name(), g.title(), g.introduction(), ids.size(), cells));
    }
    List<KindLine> kinds = new ArrayList<>();
    for (EvidenceKind kind : EvidenceKind.values()) {
      var own =
          entries.entrySet().stream()
              .filter(e -> e.getKey().kind() == kind && e.getKey().role() == Role.HOLDS)
              .map(Map.Entry::getValue)
              .toList();
      int good = (int) own.stream().filter(e -> state(e).isGood()).count();
      double seconds = own.stream().mapToDouble(CheckEntry::seconds).sum();
      kinds.add(
          new KindLine(
              kind.word(),
              kind.title(),
              kind.reach(),
              own.size(),
              good,
              Faults.parts(own),
              seconds));
    }
    return new Summary(obligations.size(), byStatus, byState, groups, kinds);
  }
}
