// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cqskernel.mutants.Report.Outcome;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A fixed sample of the mutants, one for each obligation that has one, and all past bugs: each is
 * found by a check that claims it. The profile {@code mutants} runs all of them.
 */
class MutantTest {
  /** The project's root; tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final int EVERY = 20;
  private static final AtomicInteger LINES = new AtomicInteger();

  @TestFactory
  Stream<DynamicTest> sampleIsFound() throws Exception {
    return run("mutants", MutationRun::onePerObligation);
  }

  @TestFactory
  Stream<DynamicTest> pastBugsAreFound() throws Exception {
    return run("regressions", UnaryOperator.identity());
  }

  /** A line now and then, so that a log shows that it goes on. */
  private static void progress(String line) {
    if (LINES.incrementAndGet() % EVERY == 0) {
      System.out.println("mutants " + line);
    }
  }

  private static Stream<DynamicTest> run(String directory, UnaryOperator<MutationRun> selection)
      throws IOException, InterruptedException {
    Path output = ROOT.resolve("spec/target").resolve(directory);
    MutationRun run =
        selection.apply(
            new MutationRun(
                    ROOT, ROOT.resolve("spec").resolve(directory), output, MutantTest::progress)
                .kinds(k -> k != Kind.LINCHECK && k != Kind.JCSTRESS));
    Report report = run.run();
    report.write(output.resolve("results.json"));
    return Stream.concat(
        report.results().stream()
            .map(
                row ->
                    dynamicTest(
                        row.mutant(),
                        () -> assertNotEquals(Outcome.SURVIVED, row.outcome(), row.mutant()))),
        Stream.of(dynamicTest("no problems", () -> assertEquals(List.of(), run.problems()))));
  }
}
