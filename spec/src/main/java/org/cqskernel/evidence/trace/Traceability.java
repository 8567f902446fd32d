// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cqskernel.evidence.catalogue.Catalogue;
import org.cqskernel.evidence.catalogue.CatalogueReader;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Group;
import org.cqskernel.evidence.catalogue.Obligation;
import org.cqskernel.evidence.catalogue.Status;
import org.cqskernel.evidence.sources.Check;
import org.cqskernel.evidence.sources.Citation;
import org.cqskernel.evidence.sources.Sources;

/**
 * The static rules between catalogue, code and checks. Each rule returns its faults, one a line,
 * each with its place; an empty list means that the rule holds.
 */
public final class Traceability {
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern GAP_ID = Pattern.compile("\\bG-\\d+\\b");

  private final Path root;
  private final Catalogue catalogue;
  private final Sources sources;
  private final List<Gap> gaps;
  private final List<String> problems;
  private final Map<String, Obligation> byId;

  private Traceability(
      Path root, Catalogue catalogue, Sources sources, List<Gap> gaps, List<String> problems) {
    this.root = root;
    this.catalogue = catalogue;
    this.sources = sources;
    this.gaps = gaps;
    this.problems = problems;
    this.byId = catalogue.byId();
  }

  /** Reads catalogue and trees; {@code scenarios} as in {@link Sources#read}. */
  public static Traceability of(Path root, Supplier<List<Check>> scenarios) throws IOException {
    Catalogue catalogue = CatalogueReader.read(root);
    List<String> problems = new ArrayList<>(catalogue.problems());
    List<Gap> gaps = Gap.read(root, problems);
    List<String> groups = catalogue.groups().stream().map(Group::name).toList();
    Sources sources = Sources.read(root, groups, scenarios);
    return new Traceability(root, catalogue, sources, gaps, problems);
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  public Sources sources() {
    return sources;
  }

  public List<Gap> gaps() {
    return gaps;
  }

  /** All rules, by their names. */
  public Map<String, List<String>> all() throws IOException {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    rules.put("the catalogue is well formed", problems);
    rules.put("each id that is cited is defined", undefined());
    rules.put("each obligation has the evidence that it asks for", missing());
    rules.put(
        "each obligation asks for what its kind demands", KindRules.undemanding(byId.values()));
    rules.put(
        "each fault that is named has a patch", KindRules.withoutPatch(byId.values(), sources));
    rules.put(
        "each operation that is named exists", KindRules.unknownOperations(byId.values(), sources));
    rules.put("each known gap is still one", closedGaps());
    rules.put("each status has the evidence that it means", overstated());
    rules.put("each check that is named exists", dangling());
    rules.put("each place cites the current revision", staleRevisions());
    rules.put("each mutant has an obligation", faultsWithoutObligation());
    rules.put("each generated table is up to date", GroupTable.differences(root, this));
    rules.put("each number in the README is right", CountsInTexts.differences(root, this));
    return rules;
  }

  List<String> undefined() {
    return sources.citations().stream()
        .filter(c -> !byId.containsKey(c.id()))
        .map(c -> c.place() + ": " + c.id() + " is not defined")
        .distinct()
        .sorted()
        .toList();
  }

  /** The kinds of evidence that an obligation asks for and no check gives. */
  public Set<EvidenceKind> missing(Obligation o) {
    Set<EvidenceKind> kinds = EnumSet.noneOf(EvidenceKind.class);
    kinds.addAll(o.evidence());
    for (Check c : sources.checks()) {
      if (c.isEvidenceFor(o)) {
        kinds.remove(c.kind());
      }
    }
    return kinds;
  }

  List<String> missing() {
    List<String> faults = new ArrayList<>();
    for (Obligation o : byId.values()) {
      for (EvidenceKind kind : missing(o)) {
        if (gap(o.id(), kind.word()) == null) {
          faults.add(o.place() + ": " + o.id() + " has no evidence of kind " + kind.word());
        }
      }
    }
    return faults;
  }

  /** The listed gap of an obligation, or null. */
  public Gap gap(String id, String kind) {
    return gaps.stream()
        .filter(g -> g.id().equals(id) && g.kind().equals(kind))
        .findFirst()
        .orElse(null);
  }

  /** Whether a listed gap is none: the evidence exists, or nobody asks for it. */
  boolean isClosed(Gap gap) {
    Obligation o = byId.get(gap.id());
    return o == null || missing(o).stream().noneMatch(kind -> kind.word().equals(gap.kind()));
  }

  List<String> closedGaps() {
    return gaps.stream()
        .filter(this::isClosed)
        .map(g -> g.place() + ": " + g.id() + " lacks no evidence of kind " + g.kind())
        .toList();
  }

  List<String> overstated() throws IOException {
    Map<String, String> proofs = proofGaps();
    List<String> faults = new ArrayList<>();
    for (Obligation o : byId.values()) {
      Set<EvidenceKind> kinds = o.evidence();
      String fault =
          switch (o.status()) {
            case PROVED -> lacks(kinds, EvidenceKind.COQ);
            case PROVED_ELSEWHERE ->
                proofs.containsKey(o.id()) ? null : "a gap G-n that is defined";
            case CHECKED -> lacks(kinds, EvidenceKind.EXPLORER, EvidenceKind.TLA);
            case TESTED ->
                lacks(kinds, EvidenceKind.UNIT, EvidenceKind.LINCHECK, EvidenceKind.JCSTRESS);
            case ARGUED, ASSUMED, NOT_CLAIMED, TODO ->
                o.notes().isEmpty() ? "a note that says why" : null;
          };
      if (fault != null) {
        faults.add(o.place() + ": " + o.id() + " is " + o.status().word() + " without " + fault);
      }
      if (o.status() == Status.TODO && !kinds.isEmpty()) {
        faults.add(o.place() + ": " + o.id() + " is todo and asks for evidence");
      }
    }
    return faults;
  }

  private static String lacks(Set<EvidenceKind> kinds, EvidenceKind... any) {
    for (EvidenceKind kind : any) {
      if (kinds.contains(kind)) {
        return null;
      }
    }
    return "asking for evidence of kind "
        + EnumSet.of(any[0], any).stream()
            .map(EvidenceKind::word)
            .collect(Collectors.joining(" or "));
  }

  /** For each obligation the gaps between its proofs and the code, from its notes and the map. */
  public Map<String, String> proofGaps() throws IOException {
    Path gapFile = root.resolve("proofs-notes/gaps.md");
    Set<String> defined = new TreeSet<>();
    if (Files.exists(gapFile)) {
      Pattern row = Pattern.compile("(?m)^\\| *(G-\\d+) *\\|");
      for (Matcher m = row.matcher(Files.readString(gapFile)); m.find(); ) {
        defined.add(m.group(1));
      }
    }
    Map<String, Set<String>> found = new LinkedHashMap<>();
    for (Obligation o : byId.values()) {
      String text = o.claim() + " " + o.source() + " " + String.join(" ", o.notes());
      for (Matcher m = GAP_ID.matcher(text); m.find(); ) {
        found.computeIfAbsent(o.id(), id -> new TreeSet<>()).add(m.group());
      }
    }
    sources
        .gapsOfProofs()
        .forEach((id, gs) -> found.computeIfAbsent(id, i -> new TreeSet<>()).addAll(gs));
    Map<String, String> result = new LinkedHashMap<>();
    found.forEach(
        (id, gs) -> {
          gs.retainAll(defined);
          if (!gs.isEmpty()) {
            result.put(id, String.join(", ", gs));
          }
        });
    return result;
  }

  List<String> dangling() throws IOException {
    List<String> faults = new ArrayList<>(sources.dangling());
    faults.addAll(sources.unknownNames());
    Map<String, Long> seen =
        sources.checks().stream()
            .collect(
                Collectors.groupingBy(
                    c -> c.kind().word() + " " + c.name(), Collectors.counting()));
    seen.forEach(
        (name, count) -> {
          if (count > 1) {
            faults.add("two checks are called " + name);
          }
        });
    Set<String> testClasses = new TreeSet<>();
    for (Path file : sources.testFiles()) {
      testClasses.add(file.getFileName().toString().replaceFirst("\\.java$", ""));
    }
    for (Group group : catalogue.groups()) {
      List<String> lines = Files.readAllLines(root.resolve(group.file()));
      for (int i = 0; i < lines.size(); i++) {
        for (Matcher m = TEST_NAME.matcher(lines.get(i)); m.find(); ) {
          if (!testClasses.contains(m.group(1))) {
            faults.add(group.file() + ":" + (i + 1) + ": there is no test " + m.group(1));
          }
        }
      }
    }
    faults.sort(Comparator.naturalOrder());
    return faults;
  }

  List<String> staleRevisions() {
    List<String> faults = new ArrayList<>();
    for (Citation c : sources.citations()) {
      Obligation o = byId.get(c.id());
      if (o != null && c.revision() != 0 && c.revision() != o.revision()) {
        faults.add(
            c.place()
                + ": "
                + c.id()
                + " r"
                + c.revision()
                + " is cited, r"
                + o.revision()
                + " is current");
      }
    }
    return faults;
  }

  List<String> faultsWithoutObligation() {
    List<String> faults = new ArrayList<>();
    for (Check c : sources.checks()) {
      boolean patch = c.kind() == EvidenceKind.MUTANT || c.kind() == EvidenceKind.REGRESSION;
      if (patch && c.obligations().stream().noneMatch(byId::containsKey)) {
        faults.add(c.place() + ": belongs to no obligation");
      }
    }
    return faults;
  }
}
