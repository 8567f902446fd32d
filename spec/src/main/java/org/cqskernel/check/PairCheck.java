// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.cqskernel.explorer.Failure;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.PairSource;
import org.cqskernel.explorer.Pairs;
import org.cqskernel.explorer.Progress;
import org.cqskernel.explorer.Result;
import org.cqskernel.explorer.Scenario;
import org.cqskernel.explorer.ScenarioRef;
import org.cqskernel.explorer.Series;
import org.cqskernel.explorer.Verdict;
import org.cqskernel.explorer.scenarios.StandardScenarios;

/**
 * All pairs of operations of one variant of a structure, or all signals, as one row. The first one
 * that fails or is cut ends it.
 *
 * @param source where the pairs come from
 * @param pairs what is explored
 * @param form in which form
 * @param options how, beside what the source asks for
 * @param end when to stop in any case
 * @param found receives a result with a failure, before the row is returned
 */
public record PairCheck(
    PairSource source,
    Pairs<?> pairs,
    Pairs.Form form,
    Options options,
    Instant end,
    Consumer<Result> found)
    implements Check {
  /** The name of the part. */
  public static final String PART = "pairs";

  /** The name of the part where a handler interrupts. */
  public static final String SIGNALS = "signals";

  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** Seconds for a pair, roughly: for most, the time goes into loading classes. */
  private static final double SECONDS = 0.07;

  private static final double SECONDS_WITH_BOUND = 0.25;

  /** All variants in one form, in the order of the registry. */
  public static List<PairCheck> all(
      Pairs.Form form, Options options, Instant end, Consumer<Result> found) {
    return StandardScenarios.pairs().stream()
        .flatMap(s -> s.pairs().stream().map(p -> new PairCheck(s, p, form, options, end, found)))
        .toList();
  }

  /**
   * What the source asks for, with a {@code CompletableFuture} as something that is not examined; a
   * bound that the user gives comes before its own.
   */
  Options options(Scenario<?> scenario) {
    Options known = options.unexplored(CompletableFuture.class).mayBeIdle();
    Options own = source.options(scenario, known);
    return options.mode() == Options.Mode.BOUNDED ? own.preemptions(options.preemptions()) : own;
  }

  /** In a sentence, for lists. */
  String description() {
    return "%d operations, each %s: %d %s"
        .formatted(
            pairs.operations().size(),
            switch (form) {
              case PAIR -> "against each";
              case SIGNAL -> "that does not block as a handler inside each";
              case CROWD -> "that does not block as a handler inside each, another one beside";
            },
            pairs.size(form),
            noun());
  }

  private String noun() {
    return form == Pairs.Form.PAIR ? "pairs" : "signals";
  }

  @Override
  public String part() {
    return form == Pairs.Form.PAIR ? PART : SIGNALS;
  }

  @Override
  public String name() {
    return switch (form) {
      case PAIR -> pairs.title();
      case SIGNAL -> "signal, " + pairs.title();
      case CROWD -> "signal beside another, " + pairs.title();
    };
  }

  @Override
  public String structure() {
    return structures().get(0);
  }

  @Override
  public List<String> structures() {
    boolean known =
        StandardScenarios.pairs().stream().anyMatch(s -> s.getClass() == source.getClass());
    return known ? Structures.ofName(pairs.title()) : List.of(Structures.OWN);
  }

  @Override
  public double weight() {
    return pairs.scenarios(form).stream()
        .mapToDouble(s -> options(s).mode() == Options.Mode.BOUNDED ? SECONDS_WITH_BOUND : SECONDS)
        .sum();
  }

  @Override
  public Row run(Progress.Listener listener) {
    List<Scenario<?>> scenarios = pairs.scenarios(form);
    Sum sum = new Sum(scenarios.size(), listener);
    Series series = new Series();
    for (Scenario<?> s : scenarios) {
      Result r = explore(series, s, sum);
      boolean unsafe = pairs.isUnsafe(s);
      if (sum.add(r, unsafe)) {
        continue;
      }
      if (r.failure() != null && !unsafe) {
        found.accept(r);
      }
      break;
    }
    return sum.row();
  }

  private Result explore(Series series, Scenario<?> s, Sum sum) {
    Duration left = Duration.between(Instant.now(), end);
    Duration limit = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    return series.explore(
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
    private int unsafe;
    private boolean lastIsWrong;

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

    /** Whether it has come out as it must. */
    boolean add(Result r, boolean mustBeStuck) {
      last = r;
      executions += r.executions();
      pruned += r.pruned();
      steps += r.steps();
      held |= r.note().contains("held");
      if (r.verdict() == Verdict.BOUNDED) {
        bounded++;
        bound = Math.max(bound, r.bound());
      }
      boolean holds = r.verdict() == Verdict.BOUNDED || r.verdict() == Verdict.VERIFIED;
      boolean stuck = r.failure() != null && r.failure().kind() == Failure.Kind.NOT_ALONE;
      lastIsWrong = mustBeStuck ? holds : r.verdict() == Verdict.VIOLATED;
      unsafe += mustBeStuck && stuck ? 1 : 0;
      if (mustBeStuck ? !stuck : !holds) {
        return false;
      }
      ended++;
      show(executions + pruned, ended);
      return true;
    }

    private String verdict() {
      if (ended < size) {
        return "%s in %s, after %d of %d %s%s"
            .formatted(
                last.verdictText(),
                last.scenario(),
                ended,
                size,
                noun(),
                last.verdict() == Verdict.UNSEEN ? "; " + last.note() : "");
      }
      return "%d %s verified".formatted(size - unsafe, noun())
          + (unsafe == 0 ? "" : ", %d found not to end, as they must be".formatted(unsafe))
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
      Row.Status status = Row.Status.PASSED;
      if (ended < size) {
        status = lastIsWrong ? Row.Status.VIOLATED : Row.Status.CUT;
      }
      return new Row(part(), name(), executions, seconds(), verdict(), status, json);
    }
  }

  private Set<String> obligations() {
    Set<String> ids = new TreeSet<>();
    pairs.scenarios(form).forEach(s -> ids.addAll(s.obligations()));
    return ids;
  }
}
