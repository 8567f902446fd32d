// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.results.Row.Verdict;

/** The results that the checkers write as JSON: an array, or an object with {@code results}. */
public final class JsonRows {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The mark of a fault that a check found by not ending. */
  public static final String TIMED_OUT = "by not ending within its limit";

  private JsonRows() {}

  /** Adds a row for each result of a file; nothing if there is no such file. */
  static void read(EvidenceKind kind, Path file, List<Row> rows) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Instant at = Files.getLastModifiedTime(file).toInstant();
    JsonNode tree = tree(file);
    String jdk = tree.path("jdk").asText("");
    for (JsonNode node : tree.isArray() ? tree : tree.path("results")) {
      rows.add(row(kindOf(node, kind), node, jdk, at));
    }
  }

  /** The file. A bound that it gives for all of its results is given to each of them. */
  static JsonNode tree(Path file) throws IOException {
    JsonNode tree = JSON.readTree(file.toFile());
    if (tree.has("bound")) {
      for (JsonNode node : tree.path("results")) {
        ((ObjectNode) node).set("bound", tree.path("bound"));
      }
    }
    return tree;
  }

  /**
   * Rows of recorded runs may say what kind they are; the field that names the check tells, too.
   */
  static EvidenceKind kindOf(JsonNode node, EvidenceKind kind) {
    String said = node.path("kind").asText("");
    for (EvidenceKind k : EvidenceKind.values()) {
      if (k.word().equals(said)) {
        return k;
      }
    }
    if (kind == EvidenceKind.REGRESSION) {
      return kind;
    }
    return node.has("mutant")
        ? EvidenceKind.MUTANT
        : node.has("scenario")
            ? EvidenceKind.EXPLORER
            : node.has("configuration")
                ? EvidenceKind.TLA
                : node.has("face") ? EvidenceKind.JCSTRESS : kind;
  }

  static Row row(EvidenceKind kind, JsonNode n, String jdk, Instant at) {
    return switch (kind) {
      case EXPLORER -> explorer(n, jdk, at);
      case TLA -> tla(n, jdk, at);
      case JCSTRESS -> jcstress(n, jdk, at);
      case MUTANT, REGRESSION -> mutant(kind, n, jdk, at);
      case UNIT, LINCHECK, COQ ->
          make(kind, text(n, "name"), text(n, "result"), text(n, "bound"), 0, "", "", n, jdk, at);
    };
  }

  /** The bound is said once: not in the verdict too. */
  private static Row explorer(JsonNode n, String jdk, Instant at) {
    String preemptions = text(n, "bound");
    return make(
        EvidenceKind.EXPLORER,
        text(n, "scenario"),
        text(n, "verdict").replace(" up to " + preemptions + " preemptions", ""),
        preemptions.isEmpty() ? "" : "at most " + preemptions + " preemptions",
        n.path("executions").asLong(),
        "executions",
        "",
        n,
        jdk,
        at);
  }

  private static Row tla(JsonNode n, String jdk, Instant at) {
    boolean expected = text(n, "expected").equals(text(n, "result"));
    String said = text(n, "result");
    Row row =
        make(
            EvidenceKind.TLA,
            text(n, "configuration"),
            said,
            "",
            n.path("states").asLong(),
            "states",
            "",
            n,
            jdk,
            at);
    return judged(row, expected, expected ? said : said + ", expected " + text(n, "expected"));
  }

  private static Row jcstress(JsonNode n, String jdk, Instant at) {
    String face = text(n, "face");
    String name = face.isEmpty() ? text(n, "test") : text(n, "test") + "." + face;
    long samples = n.path("samples").asLong();
    return make(
        EvidenceKind.JCSTRESS,
        name,
        text(n, "result"),
        text(n, "bound"),
        samples,
        "samples",
        "",
        n,
        jdk,
        at);
  }

  private static Row mutant(EvidenceKind kind, JsonNode n, String jdk, Instant at) {
    JsonNode killer = n.path("killer");
    String by =
        killer.isObject() && !text(killer, "name").isEmpty()
            ? text(killer, "kind") + " " + text(killer, "name")
            : "";
    String name = text(n, n.has("mutant") ? "mutant" : "name");
    String outcome = text(n, n.has("outcome") ? "outcome" : "result");
    String bound = text(n, "found").startsWith("does not end") ? TIMED_OUT : "";
    Row row = make(kind, name, outcome, bound, 0, "", by, n, jdk, at);
    return judged(row, outcome.matches("killed|found|equivalent|not-observable"), outcome);
  }

  private static Row judged(Row r, boolean good, String text) {
    return new Row(
        r.kind(),
        r.name(),
        good ? Verdict.GOOD : Verdict.BAD,
        text,
        r.bound(),
        r.amount(),
        r.unit(),
        r.killer(),
        r.seconds(),
        r.jdk(),
        r.at());
  }

  private static Row make(
      EvidenceKind kind,
      String name,
      String said,
      String bound,
      long amount,
      String unit,
      String killer,
      JsonNode n,
      String jdk,
      Instant at) {
    String own = text(n, "jdk");
    return new Row(
        kind,
        name,
        verdict(said),
        said,
        bound,
        amount,
        unit,
        killer,
        n.path("seconds").asDouble(),
        own.isEmpty() ? jdk : own,
        at);
  }

  /** A word that is not known to be good is bad. */
  private static Verdict verdict(String said) {
    String word = said.toLowerCase(Locale.ROOT);
    if (word.matches(
        "(verified|passed|holds|proved|compiles|ok|seen|acceptable|not seen|bounded)\\b.*")) {
      return Verdict.GOOD;
    }
    // A face that this hardware can show, and has not in so short a run, says nothing yet.
    return word.matches("(skipped|open)\\b.*") ? Verdict.SKIPPED : Verdict.BAD;
  }

  static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
