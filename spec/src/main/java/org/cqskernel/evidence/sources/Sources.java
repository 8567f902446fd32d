// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Place;

/** Everything that the trees say about obligations, without running any of it. */
public final class Sources {
  private final Path root;
  private final List<Citation> citations = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<String> dangling = new ArrayList<>();
  private final Map<String, Set<String>> gapsOfProofs = new TreeMap<>();
  private final Set<String> tests = new TreeSet<>();
  private final List<NamedCheck> named = new ArrayList<>();

  /**
   * A check that a table names: a JUnit test as {@code class}, {@code class#method}, or {@code
   * class#method(types)} for one with parameters.
   */
  public record NamedCheck(EvidenceKind kind, String name, Place place) {}

  private Sources(Path root) {
    this.root = root;
  }

  /**
   * Reads all trees.
   *
   * @param root the project's root
   * @param groups the names of the groups of ids
   * @param scenarios the explorer's scenarios; {@link ScenarioChecks#standard} gives the real ones
   */
  public static Sources read(Path root, Collection<String> groups, Supplier<List<Check>> scenarios)
      throws IOException {
    Sources sources = new Sources(root);
    KernelCitations.collect(sources, groups);
    TextCitations.collect(sources, groups);
    JUnitChecks.collect(sources, "kernel", EvidenceKind.UNIT);
    JUnitChecks.collect(sources, "spec", EvidenceKind.UNIT);
    JUnitChecks.collect(sources, "lincheck-tests", EvidenceKind.LINCHECK);
    scenarios.get().forEach(sources::add);
    TlaChecks.collect(sources);
    LitmusChecks.collect(sources);
    PatchChecks.collect(sources, "spec/mutants", EvidenceKind.MUTANT);
    PatchChecks.collect(sources, "spec/regressions", EvidenceKind.REGRESSION);
    CoqChecks.collect(sources);
    return sources;
  }

  public Path root() {
    return root;
  }

  public List<Citation> citations() {
    return Collections.unmodifiableList(citations);
  }

  public List<Check> checks() {
    return Collections.unmodifiableList(checks);
  }

  /** What a table or a text names although it does not exist, each with its place. */
  public List<String> dangling() {
    return Collections.unmodifiableList(dangling);
  }

  /** For each obligation the gaps between its proofs and the code that {@code map.md} names. */
  public Map<String, Set<String>> gapsOfProofs() {
    return Collections.unmodifiableMap(gapsOfProofs);
  }

  /** The sources of all tests. */
  public List<Path> testFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("kernel", "spec", "lincheck-tests", "jcstress-tests")) {
      files.addAll(files(module + "/src", ".java"));
    }
    return files;
  }

  /** What tables name although it does not exist, each with its place. */
  public List<String> unknownNames() {
    return named.stream()
        .filter(n -> !exists(n))
        .map(n -> n.place() + ": there is no " + n.kind().word() + " check " + n.name())
        .toList();
  }

  private boolean exists(NamedCheck n) {
    return switch (n.kind()) {
      case UNIT, LINCHECK -> tests.contains(n.name());
      default -> checks.stream().anyMatch(c -> c.kind() == n.kind() && c.name().equals(n.name()));
    };
  }

  void name(EvidenceKind kind, String name, Place place) {
    named.add(new NamedCheck(kind, name, place));
  }

  /** A JUnit test, tagged or not, with its parameter types as {@link ParameterTypes} names them. */
  void test(String className, String method, String parameterTypes) {
    tests.add(className);
    tests.add(
        className + "#" + method + (parameterTypes.isEmpty() ? "" : "(" + parameterTypes + ")"));
  }

  void add(Check check) {
    checks.add(check);
    check.obligations().forEach(id -> cite(id, 0, Citation.Where.OTHER, check.place()));
  }

  void cite(String id, int revision, Citation.Where where, Place place) {
    citations.add(new Citation(id, revision, where, place));
  }

  void gapOfProof(String id, String gap) {
    gapsOfProofs.computeIfAbsent(id, i -> new TreeSet<>()).add(gap);
  }

  void dangles(Place place, String what) {
    dangling.add(place + ": " + what);
  }

  /** The files below a folder whose names end so, in order; none if there is no such folder. */
  List<Path> files(String folder, String... endings) throws IOException {
    Path start = root.resolve(folder);
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(start)) {
      Files.walkFileTree(
          start,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path d, BasicFileAttributes a) {
              String name = d.getFileName().toString();
              boolean skipped = name.equals("target") || (name.startsWith(".") && !d.equals(start));
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
              for (String ending : endings) {
                if (file.getFileName().toString().endsWith(ending)) {
                  found.add(file);
                  break;
                }
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    Collections.sort(found);
    return found;
  }

  Place place(Path file, int line) {
    return new Place(root.relativize(file).toString().replace('\\', '/'), line);
  }

  static CompilationUnit parse(Path file) throws IOException {
    ParserConfiguration configuration =
        new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);
    ParseResult<CompilationUnit> result = new JavaParser(configuration).parse(file);
    return result
        .getResult()
        .filter(unit -> result.isSuccessful())
        .orElseThrow(() -> new IOException(file + ": " + result.getProblems()));
  }
}
