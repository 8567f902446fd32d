// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static java.util.Comparator.naturalOrder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cqskernel.evidence.results.SourceHash;
import org.cqskernel.mutants.Checks.Finding;
import org.cqskernel.mutants.Report.Killer;
import org.cqskernel.mutants.Report.Outcome;
import org.cqskernel.mutants.Report.Row;

/**
 * Puts the faults of a directory into copies of the kernel, one at a time, and lets the checks that
 * claim them find them. Each check also runs once on the kernel as it is, where it must find
 * nothing.
 */
public final class MutationRun {
  /** Checks that sample can miss a fault that they usually find: they may try more than once. */
  private static final int TRIES_OF_SAMPLERS = 3;

  /** Of a check's name in a line of progress. */
  private static final int WIDTH = 80;

  private final Path root;
  private final Path output;
  private final Checks checks;
  private final Consumer<String> progress;
  private final List<Mutant> mutants;
  private final Map<String, List<Claim>> claims;
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private boolean all;
  private int workers = 2;

  /**
   * A run over a directory of patches with its claims.
   *
   * @param root the project's root
   * @param directory the directory
   * @param output where patched files and logs go
   * @param progress gets a line for each thing done
   */
  public MutationRun(Path root, Path directory, Path output, Consumer<String> progress)
      throws IOException {
    this.root = root;
    this.output = output;
    this.checks = new Checks(root, output);
    this.progress = progress;
    this.mutants = new ArrayList<>(Mutant.in(directory));
    this.claims =
        Claim.in(directory).stream()
            .collect(Collectors.groupingBy(Claim::mutant, LinkedHashMap::new, Collectors.toList()));
    claims.values().forEach(c -> c.sort(Comparator.comparing(Claim::kind)));
    for (Mutant m : mutants) {
      if (!claims.containsKey(m.name())) {
        problems.add(m.name() + ": nothing claims to find it");
      }
    }
    for (String name : claims.keySet()) {
      if (mutants.stream().noneMatch(m -> m.name().equals(name))) {
        problems.add(name + ": claimed, and there is no such patch");
      }
    }
  }

  /** Only these mutants. */
  public MutationRun mutants(Predicate<String> names) {
    mutants.removeIf(m -> !names.test(m.name()));
    claims.keySet().removeIf(name -> !names.test(name));
    return this;
  }

  /** Only claims of these kinds, and mutants that have one. */
  public MutationRun kinds(Predicate<Kind> kinds) {
    claims.values().forEach(list -> list.removeIf(c -> !kinds.test(c.kind())));
    return mutants(name -> !claims.getOrDefault(name, List.of()).isEmpty());
  }

  /** Only the first mutant, by name, of each obligation. */
  public MutationRun onePerObligation() {
    Map<String, String> first = new TreeMap<>();
    claims.values().stream()
        .filter(list -> !list.isEmpty())
        .map(list -> list.get(0))
        .forEach(
            c -> first.merge(c.obligation(), c.mutant(), BinaryOperator.minBy(naturalOrder())));
    return mutants(first::containsValue);
  }

  /** Runs every claim, instead of stopping at the first check that finds the mutant. */
  public MutationRun all(boolean value) {
    all = value;
    return this;
  }

  /** How many checks run at a time. */
  public MutationRun workers(int value) {
    workers = value;
    return this;
  }

  /** What must not be: survivors, false claims, checks that fail without a fault. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Runs. */
  public Report run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Map<String, Callable<Row>> tasks = new LinkedHashMap<>();
    claimed().forEach(k -> tasks.put("without a fault: " + k.name(), () -> baseline(k)));
    mutants.stream()
        .filter(m -> claims.containsKey(m.name()))
        .forEach(m -> tasks.put(m.name(), () -> mutant(m)));
    List<Row> rows = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      AtomicInteger done = new AtomicInteger();
      Map<String, Future<Row>> futures = new LinkedHashMap<>();
      tasks.forEach(
          (name, task) -> futures.put(name, pool.submit(counted(task, done, tasks.size()))));
      for (var future : futures.entrySet()) {
        try {
          Row row = future.getValue().get();
          if (row.obligation() != null) {
            rows.add(row);
          }
        } catch (ExecutionException e) {
          problems.add(future.getKey() + ": " + e.getCause());
        }
      }
    } finally {
      pool.shutdownNow();
      checks.close();
    }
    rows.sort(Comparator.comparing(Row::mutant));
    return new Report(
        SourceHash.ofKernel(root),
        LocalDate.now().toString(),
        System.getProperty("java.version"),
        Math.round((System.nanoTime() - begin) / 1e9),
        List.copyOf(rows));
  }

  /** The checks that are claimed, each once; all unit tests as one, which share a JVM. */
  private List<Killer> claimed() {
    Map<Kind, List<String>> names =
        claims.values().stream()
            .flatMap(List::stream)
            .filter(c -> c.kind().isCheck())
            .collect(
                Collectors.groupingBy(
                    Claim::kind,
                    TreeMap::new,
                    Collectors.mapping(Claim::text, Collectors.toList())));
    List<Killer> checks = new ArrayList<>();
    names.forEach(
        (kind, list) -> {
          List<String> distinct = list.stream().distinct().sorted().toList();
          if (kind == Kind.UNIT) {
            checks.add(new Killer(kind, String.join(" ", distinct)));
          } else {
            distinct.forEach(name -> checks.add(new Killer(kind, name)));
          }
        });
    return checks;
  }

  private Callable<Row> counted(Callable<Row> task, AtomicInteger done, int total) {
    return () -> {
      try {
        Row row = task.call();
        progress.accept(line(done.incrementAndGet(), total, row));
        return row;
      } catch (IOException | RuntimeException | Error e) {
        progress.accept("%4d/%d  %s".formatted(done.incrementAndGet(), total, e));
        throw e;
      }
    };
  }

  private static String line(int done, int total, Row row) {
    String by = row.killer() == null ? "" : row.killer().kind() + " " + row.killer().name();
    by = by.length() > WIDTH ? by.substring(0, WIDTH) + "..." : by;
    return String.format(
        Locale.ROOT,
        "%4d/%d %6.1f s  %-44s %-14s %s",
        done,
        total,
        row.seconds(),
        row.mutant(),
        row.obligation() != null ? row.outcome() : row.found() == null ? "passes" : "FAILS",
        by);
  }

  /** A check that fails without a fault finds nothing. */
  private Row baseline(Killer check) throws IOException, InterruptedException {
    String name = check.kind() == Kind.UNIT ? "unit" : fileName(check);
    Path log = output.resolve("baseline").resolve(name).resolve("log.txt");
    Finding finding = checks.run(check.kind(), check.name(), null, log);
    if (finding.found()) {
      problems.add(check.name() + " fails without a fault: " + finding.what());
    }
    Outcome outcome = finding.found() ? Outcome.KILLED : Outcome.SURVIVED;
    return new Row("no fault", null, outcome, check, finding.seconds(), finding.what());
  }

  private Row mutant(Mutant mutant) throws IOException, InterruptedException {
    List<Claim> mine = claims.get(mutant.name());
    String obligation = mine.get(0).obligation();
    Path place = Files.createDirectories(output.resolve(mutant.name()));
    Path classes = mutant.compile(root, checks.kernelClasses(), place);
    Row killed = null;
    for (Claim claim : mine) {
      if (!claim.kind().isCheck()) {
        continue;
      }
      Killer check = new Killer(claim.kind(), claim.text());
      Finding finding = find(check, classes, place);
      if (!finding.found()) {
        problems.add(mutant.name() + ": not found by " + claim.kind() + " " + claim.text());
      } else if (killed == null) {
        killed =
            new Row(
                mutant.name(),
                obligation,
                Outcome.KILLED,
                check,
                Math.round(finding.seconds() * 10) / 10.0,
                finding.what());
      }
      if (killed != null && !all) {
        break;
      }
    }
    if (killed != null) {
      return killed;
    }
    Claim last = mine.get(mine.size() - 1);
    if (last.kind().isCheck()) {
      return new Row(mutant.name(), obligation, Outcome.SURVIVED, null, 0, null);
    }
    Outcome outcome = Outcome.valueOf(last.kind().name());
    return new Row(mutant.name(), obligation, outcome, null, 0, last.text());
  }

  private Finding find(Killer check, Path classes, Path place)
      throws IOException, InterruptedException {
    boolean samples = check.kind() == Kind.LINCHECK || check.kind() == Kind.JCSTRESS;
    Path log = place.resolve(fileName(check)).resolve("log.txt");
    Finding finding = checks.run(check.kind(), check.name(), classes, log);
    for (int i = 1; samples && !finding.found() && i < TRIES_OF_SAMPLERS; i++) {
      finding = checks.run(check.kind(), check.name(), classes, log);
    }
    return finding;
  }

  private static String fileName(Killer check) {
    return (check.kind() + "-" + check.name()).replaceAll("[^\\w.-]", "-");
  }
}
