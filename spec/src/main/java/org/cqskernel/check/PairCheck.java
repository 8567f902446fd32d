// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Progress;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.Verdict;
import org.cqskernel.explorer.scenarios.StandardScenarios;

/**
 * All pairs of operations of one variant of a structure, as one row. The first pair that fails or
 * is cut ends it.
 *
 * @param source where the pairs come from
 * @param pairs what is explored
 * @param options how, beside what the source asks for
 * @param end when to stop in any case
 * @param found receives a result with a failure, before the row is returned
 */
public record PairCheck(
    PairSource source, Pairs<?> pairs, Options options, Instant end, Consumer<Result> found)
    implements Check {
  /** The name of the part. */
  public static final String PART = "pairs";

  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** Seconds for a pair, roughly: for most, the time goes into loading classes. */
  private static final double SECONDS = 0.07;

  private static final double SECONDS_WITH_BOUND = 0.25;

  /** All pairs, in the order of the registry. */
  public static List<PairCheck> all(Options options, Instant end, Consumer<Result> found) {
    return StandardScenarios.pairs().stream()
        .flatMap(s -> s.pairs().stream().map(p -> new PairCheck(s, p, options, end, found)))
        .toList();
  }

  /** What the source asks for; a bound that the user gives comes before its own. */
  Options options(Scenario<?> scenario) {
    Options own = source.options(scenario, options);
    return options.mode() == Options.Mode.BOUNDED ? own.preemptions(options.preemptions()) : own;
  }

  /** In a sentence, for lists. */
  String description() {
    return "%d operations, each against each: %d pairs"
        .formatted(pairs.operations().size(), pairs.scenarios().size());
  }

  @Override
  public String part() {
    return PART;
  }

  @Override
  public String name() {
    return pairs.title();
  }

  /** The first word of the title. */
  @Override
  public String structure() {
    String first = pairs.title().split("[ ,:]", 2)[0].toLowerCase(Locale.ROOT);
    return first.equals("cells") ? "array" : first;
  }

  @Override
  public double weight() {
    return pairs.scenarios().stream()
        .mapToDouble(s -> options(s).mode() == Options.Mode.BOUNDED ? SECONDS_WITH_BOUND : SECONDS)
        .sum();
  }

  @Override
  public Row run(Progress.Listener listener) {
    List<Scenario<?>> scenarios = pairs.scenarios();
    Sum sum = new Sum(scenarios.size(), listener);
    for (Scenario<?> s : scenarios) {
      Result r = explore(s, sum);
      sum.add(r);
      if (r.failure() != null) {
        found.accept(r);
      }
      if (r.verdict() != Verdict.VERIFIED && r.verdict() != Verdict.BOUNDED) {
        break;
      }
    }
    return sum.row();
  }

  private Result explore(Scenario<?> s, Sum sum) {
    Duration left = Duration.between(Instant.now(), end);
    Duration limit = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    return Explorer.explore(
        ScenarioRef.of(source.getClass(), s.name()),
        options(s).limit(limit).listener(sum::progress));
  }

  /** Adds up what the pairs show. */
  private final class Sum {
    private final int size;
    private final Progress.Listener listener;
    private final long begin = System.nanoTime();
    private int ended;
    private int bounded;
    private int bound = -1;
    private long executions;
    private long pruned;
    private long steps;
    private boolean held;
    private Result last;

    Sum(int size, Progress.Listener listener) {
      this.size = size;
      this.listener = listener;
    }

    private double seconds() {
      return (System.nanoTime() - begin) / 1e9;
    }

    void progress(Progress p) {
      double part = Double.isNaN(p.explored()) ? 0 : p.explored();
      show(executions + pruned + p.executions(), ended + part);
    }

    private void show(long all, double done) {
      listener.progress(new Progress(name(), all, all / Math.max(1e-9, seconds()), done / size));
    }

    void add(Result r) {
      last = r;
      executions += r.executions();
      pruned += r.pruned();
      steps += r.steps();
      held |= r.note().contains("held");
      if (r.verdict() == Verdict.BOUNDED) {
        bounded++;
        bound = Math.max(bound, r.bound());
      }
      if (r.verdict() == Verdict.BOUNDED || r.verdict() == Verdict.VERIFIED) {
        ended++;
        show(executions + pruned, ended);
      }
    }

    private String verdict() {
      if (ended < size) {
        return "%s in %s, after %d of %d pairs%s"
            .formatted(
                last.verdictText(),
                last.scenario(),
                ended,
                size,
                last.verdict() == Verdict.UNSEEN ? "; " + last.note() : "");
      }
      return "%d pairs verified".formatted(size)
          + (bounded == 0 ? "" : ", %d of them up to %d preemptions".formatted(bounded, bound))
          + (held ? "; spin loops held" : "");
    }

    Row row() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("pairs", name());
      json.put("structure", structure());
      json.put("obligations", obligations());
      json.put("verdict", verdict());
      json.put("bound", bound < 0 ? null : bound);
      json.put("scenarios", ended);
      json.put("bounded", bounded);
      json.put("executions", executions);
      json.put("pruned", pruned);
      json.put("steps", steps);
      json.put("seconds", seconds());
      json.put("jdk", System.getProperty("java.version"));
      Row.Status status = ended == size ? Row.Status.PASSED : ScenarioCheck.status(last.verdict());
      return new Row(PART, name(), executions, seconds(), verdict(), status, json);
    }
  }

  private Set<String> obligations() {
    Set<String> ids = new TreeSet<>();
    pairs.scenarios().forEach(s -> ids.addAll(s.obligations()));
    return ids;
  }
}
