// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of the catalogue while it is read. */
final class EntryBuilder {
  private static final Pattern HEADING = Pattern.compile("###\\s+([A-Z]+-[1-9]\\d*)\\s+(.+)");
  private static final Set<String> KEYS =
      Set.of(
          "revision",
          "kind",
          "status",
          "evidence",
          "operations",
          "happens-before",
          "source",
          "mutant");
  private static final Set<String> KINDS =
      Set.of("safety", "liveness", "memory", "space", "order", "misuse", "cost", "signal");

  private final List<String> problems;
  private final Place place;
  private final String id;
  private final String title;
  private final Map<String, String> fields = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private String claim = "";

  EntryBuilder(String heading, Place place, String group, List<String> problems) {
    this.place = place;
    this.problems = problems;
    Matcher m = HEADING.matcher(heading);
    boolean matches = m.matches();
    id = matches ? m.group(1) : null;
    title = matches ? m.group(2).strip() : "";
    if (!matches) {
      problem(place.line(), "no heading of the form ### " + group + "-1 Title: " + heading);
    } else if (!id.startsWith(group + "-")) {
      problem(place.line(), id + " is in the file of " + group);
    }
  }

  /** The list of fields comes before the texts. */
  boolean wantsFields() {
    return claim.isEmpty() && notes.isEmpty();
  }

  void field(String source, int line) {
    String[] parts = source.split(":", 2);
    String key = parts[0].strip();
    if (parts.length < 2 || !KEYS.contains(key)) {
      problem(line, "no field of an obligation: " + source);
    } else if (fields.put(key, parts[1].strip().replaceAll("\\s*\\n\\s*", " ")) != null) {
      problem(line, "a second " + key);
    }
  }

  void text(String source) {
    if (source.startsWith("Claim:")) {
      if (!claim.isEmpty()) {
        problem(place.line(), id + ": a second claim");
      }
      claim = source.substring("Claim:".length()).strip();
    } else if (source.startsWith("Note:")) {
      notes.add(source.substring("Note:".length()).strip());
    } else if (!notes.isEmpty()) {
      notes.add(source);
    } else {
      claim = claim + (claim.isEmpty() ? "" : "\n\n") + source;
    }
  }

  /** Null if the entry cannot be used at all. */
  Obligation build() {
    if (id == null) {
      return null;
    }
    if (claim.isEmpty()) {
      problem(place.line(), id + ": no claim");
    }
    return new Obligation(
        id,
        title,
        revision(),
        kind(),
        status(),
        evidence(),
        get("operations"),
        get("happens-before"),
        get("source"),
        get("mutant"),
        claim,
        List.copyOf(notes),
        place);
  }

  private int revision() {
    if (get("revision").matches("[1-9]\\d{0,4}")) {
      return Integer.parseInt(get("revision"));
    }
    problem(place.line(), id + ": no revision");
    return 1;
  }

  private String kind() {
    if (!KINDS.contains(get("kind"))) {
      problem(place.line(), id + ": kind is none of " + KINDS.stream().sorted().toList());
    }
    return get("kind");
  }

  private Status status() {
    return Status.of(get("status"))
        .orElseGet(
            () -> {
              problem(place.line(), id + ": unknown status '" + get("status") + "'");
              return Status.TODO;
            });
  }

  private Set<EvidenceKind> evidence() {
    Set<EvidenceKind> kinds = EnumSet.noneOf(EvidenceKind.class);
    for (String word : get("evidence").split("[,\\s]+")) {
      if (!word.isEmpty()) {
        EvidenceKind.of(word)
            .ifPresentOrElse(
                kinds::add,
                () -> problem(place.line(), id + ": unknown kind of evidence '" + word + "'"));
      }
    }
    return kinds;
  }

  private String get(String key) {
    return fields.getOrDefault(key, "");
  }

  private void problem(int line, String what) {
    problems.add(place.file() + ":" + line + ": " + what);
  }
}
