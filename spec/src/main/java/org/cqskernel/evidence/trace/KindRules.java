// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Obligation;
import org.cqskernel.evidence.catalogue.Status;
import org.cqskernel.evidence.sources.Check;
import org.cqskernel.evidence.sources.KernelOperations;
import org.cqskernel.evidence.sources.Sources;

/** What follows from an entry's fields, beside the evidence that it asks for itself. */
final class KindRules {
  /** A claim of this kind needs evidence of that kind, because no other kind can see it fail. */
  private static final Map<String, EvidenceKind> DEMANDS =
      Map.of(
          "memory", EvidenceKind.JCSTRESS,
          "signal", EvidenceKind.EXPLORER,
          "space", EvidenceKind.UNIT);

  private static final Pattern PATCH = Pattern.compile("`([A-Z]+-\\d+-[a-z0-9-]+)`");

  private KindRules() {}

  /** Entries that do not ask for the kind of evidence that their kind of claim demands. */
  static List<String> undemanding(Iterable<Obligation> obligations) {
    List<String> faults = new ArrayList<>();
    for (Obligation o : obligations) {
      EvidenceKind demanded = DEMANDS.get(o.kind());
      if (demanded != null && isClaimed(o) && !o.evidence().contains(demanded)) {
        faults.add(
            o.place()
                + ": "
                + o.id()
                + " is of kind "
                + o.kind()
                + " and does not ask for evidence of kind "
                + demanded.word());
      }
    }
    return faults;
  }

  /**
   * Entries that say which fault a check must find, and neither have a patch of their own nor name
   * one, in code marks, that stands for it.
   */
  static List<String> withoutPatch(Iterable<Obligation> obligations, Sources sources) {
    Map<EvidenceKind, Set<String>> patches = new EnumMap<>(EvidenceKind.class);
    Set<String> served = new TreeSet<>();
    for (Check c : sources.checks()) {
      if (c.kind() == EvidenceKind.MUTANT || c.kind() == EvidenceKind.REGRESSION) {
        patches.computeIfAbsent(c.kind(), k -> new TreeSet<>()).add(c.name());
        served.addAll(c.obligations());
      }
    }
    Set<String> names = patches.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    List<String> faults = new ArrayList<>();
    for (Obligation o : obligations) {
      if (o.mutant().isEmpty() || !isClaimed(o)) {
        continue;
      }
      boolean named = false;
      for (Matcher m = PATCH.matcher(o.mutant()); m.find(); ) {
        named = true;
        if (!names.contains(m.group(1))) {
          faults.add(o.place() + ": " + o.id() + ": there is no patch " + m.group(1));
        }
      }
      if (!named && !served.contains(o.id())) {
        faults.add(o.place() + ": " + o.id() + " says what a fault is, and has no patch");
      }
    }
    return faults;
  }

  /** Operations that the kernel does not have. */
  static List<String> unknownOperations(Iterable<Obligation> obligations, Sources sources)
      throws IOException {
    Set<String> known = KernelOperations.of(sources);
    List<String> faults = new ArrayList<>();
    for (Obligation o : obligations) {
      if (isClaimed(o)) {
        for (String name : o.operations().split("[,;]")) {
          String operation = name.replace("`", "").strip();
          if (!operation.isEmpty() && !known.contains(operation)) {
            faults.add(o.place() + ": " + o.id() + ": the kernel has no operation " + operation);
          }
        }
      }
    }
    return faults;
  }

  private static boolean isClaimed(Obligation o) {
    return o.status() != Status.TODO && o.status() != Status.NOT_CLAIMED;
  }
}
