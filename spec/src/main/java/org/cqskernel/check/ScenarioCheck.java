// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.Progress;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.Verdict;
import org.cqskernel.explorer.scenarios.StandardScenarios;
import org.cqskernel.explorer.scenarios.StandardScenarios.Entry;

/**
 * A scenario that is explored.
 *
 * @param entry its source
 * @param scenario what is explored
 * @param options how
 * @param end when to stop in any case
 * @param found receives a result with a failure, before the row is returned
 */
public record ScenarioCheck(
    Entry entry, Scenario<?> scenario, Options options, Instant end, Consumer<Result> found)
    implements Check {
  /** The name of the part. */
  public static final String PART = "explorer";

  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** Those that take longest; the others take seconds. */
  private static final List<String> LONGEST =
      List.of("semaphore-acquire-cancel-release-sync-1", "segments-three-cancels-0");

  /** All scenarios, demonstrations and deep ones too, in the order of the registry. */
  public static List<ScenarioCheck> all(
      List<Entry> entries, Options options, Instant end, Consumer<Result> found) {
    return entries.stream()
        .flatMap(
            e -> {
              Options own = e.options().apply(options);
              return Explorer.list(ScenarioRef.of(e.source()), own).stream()
                  .map(s -> new ScenarioCheck(e, s, own, end, found));
            })
        .toList();
  }

  /** The standard ones, which all hold. */
  public static List<ScenarioCheck> standard(Options options, Instant end, Consumer<Result> found) {
    return all(StandardScenarios.entries(), options, end, found).stream()
        .filter(c -> c.entry.standard())
        .toList();
  }

  @Override
  public String part() {
    return PART;
  }

  @Override
  public String name() {
    return scenario.name();
  }

  @Override
  public String structure() {
    return structures().get(0);
  }

  @Override
  public List<String> structures() {
    return switch (entry.source().getSimpleName()) {
      case "StackScenarios",
          "MailboxScenarios",
          "QueueScenarios",
          "FutureScenarios",
          "FaultyScenarios",
          "FutureExpectations" ->
          List.of(Structures.DEMONSTRATION);
      default ->
          entry.source().getName().startsWith("org.cqskernel.")
              ? Structures.ofName(name())
              : List.of(Structures.OWN);
    };
  }

  @Override
  public double weight() {
    return 1 + 30 * (LONGEST.indexOf(name()) + 1);
  }

  @Override
  public Row run(Progress.Listener listener) {
    ScenarioRef ref = ScenarioRef.of(entry.source(), scenario.name());
    Duration left = Duration.between(Instant.now(), end);
    Duration limit = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    Result r = Explorer.explore(ref, options.limit(limit).listener(listener));
    if (r.failure() != null) {
      found.accept(r);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("scenario", r.scenario());
    json.put("structure", structure());
    json.put("obligations", scenario.obligations());
    json.put("verdict", r.verdictText());
    json.put("bound", r.bound() < 0 ? null : r.bound());
    json.put("executions", r.executions());
    json.put("pruned", r.pruned());
    json.put("steps", r.steps());
    json.put("seconds", r.time().toMillis() / 1e3);
    json.put("jdk", System.getProperty("java.version"));
    return new Row(
        PART,
        r.scenario(),
        r.executions(),
        r.time().toNanos() / 1e9,
        r.verdictText() + (r.note().isEmpty() ? "" : "; " + r.note()),
        status(r.verdict()),
        json);
  }

  static Row.Status status(Verdict verdict) {
    return switch (verdict) {
      case VIOLATED -> Row.Status.VIOLATED;
      case CUT, UNSEEN -> Row.Status.CUT;
      default -> Row.Status.PASSED;
    };
  }
}
