// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs the litmus tests that {@code faces.txt} lists and judges the results, which jcstress alone
 * does too kindly: it leaves out a test that has not enough processors, and is content if an
 * interesting outcome never occurs.
 *
 * <pre>
 *   java -cp jcstress.jar org.cqskernel.jcstress.run.Main default|deep DIRECTORY [jcstress options]
 * </pre>
 *
 * <p>It exits with 1 if a forbidden outcome occurred, a listed test did not run or did not end, or
 * list and tests differ; with {@code deep} also if a weakened face that this hardware can show was
 * not seen.
 */
public final class Main {
  private Main() {}

  /**
   * Runs the tests.
   *
   * @param args profile, directory for the results, and options for jcstress
   */
  public static void main(String[] args) throws Exception {
    boolean deep = args[0].equals("deep");
    Path directory = Files.createDirectories(Path.of(args[1]));
    List<Face> faces = Face.all();
    List<String> faults = new ArrayList<>(Judge.differences(faces, TestList.tests()));
    List<Face> selected = faces.stream().filter(face -> deep || face.byDefault()).toList();
    System.out.printf("Litmus tests: %d of %d faces%n", selected.size(), faces.size());
    long begin = System.nanoTime();
    String[] options = Arrays.copyOfRange(args, 2, args.length);
    Map<String, Tally> tallies = run(selected, directory, options);
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    faults.addAll(Judge.faults(selected, tallies, deep));
    Judge.notes(selected, tallies).forEach(note -> System.out.println("  note: " + note));
    write(directory, selected, tallies, seconds);
    new RunRecord(args[0], bound(options), seconds, Verdict.all(selected, tallies))
        .write(directory.resolve("results.json"));
    System.out.printf(
        "Litmus tests: %d faces ran in %d s; %d faults. Results: %s%n",
        tallies.values().stream().filter(tally -> tally.error() == null).count(),
        seconds,
        faults.size(),
        directory.resolve("results.txt"));
    faults.forEach(fault -> System.out.println("  FAULT " + fault));
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  /** How long each face is sampled, in words. */
  private static String bound(String[] options) throws Exception {
    Options parsed = new Options(options);
    parsed.parse();
    return String.format(
        Locale.ROOT,
        "%d iterations of %d ms in each of its forks",
        parsed.getIterations(),
        parsed.getTime());
  }

  private static Map<String, Tally> run(List<Face> selected, Path directory, String[] options)
      throws Exception {
    Map<String, Tally> tallies = new TreeMap<>();
    for (Face face : selected) {
      if (TestList.tests().contains(face.className())) {
        tallies.put(face.name(), new Tally(face.className()));
      }
    }
    String names = tallies.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    List<String> args = new ArrayList<>(List.of(options));
    args.addAll(List.of("-t", "^" + Pattern.quote(Face.PACKAGE) + "(" + names + ")$"));
    args.addAll(List.of("-r", directory.resolve("report").toString()));
    Options parsed = new Options(args.toArray(String[]::new));
    if (!parsed.parse()) {
      throw new IllegalArgumentException("jcstress does not accept " + args);
    }
    PrintStream console = System.out;
    Path log = directory.resolve("jcstress.log");
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(log));
        PrintStream quiet =
            new PrintStream(new Progress(file, console::println), true, StandardCharsets.UTF_8)) {
      System.setOut(quiet);
      new JCStress(parsed).run();
    } finally {
      System.setOut(console);
    }
    InProcessCollector results = new InProcessCollector();
    DiskReadCollector reader = new DiskReadCollector(parsed.getResultFile(), results);
    reader.dump();
    reader.close();
    Files.deleteIfExists(Path.of(parsed.getResultFile()));
    for (TestResult result : results.getTestResults()) {
      tallies.get(result.getName().substring(Face.PACKAGE.length())).add(result);
    }
    return tallies;
  }

  private static void write(
      Path directory, List<Face> selected, Map<String, Tally> tallies, long seconds)
      throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder table =
        new StringBuilder("face\tobligation\tsamples\tforbidden\tinteresting\tvisible on\terror\n");
    text.append(
        String.format(
            Locale.ROOT,
            "%s, JDK %s, %s, %d processors, %s: %d faces in %d s%n",
            LocalDate.now(),
            System.getProperty("java.version"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            RunRecord.processor(),
            tallies.size(),
            seconds));
    for (Face face : selected) {
      Tally tally = tallies.get(face.name());
      if (tally != null) {
        text.append('\n').append(face.name()).append("  (").append(tally.ref()).append(")\n");
        text.append(tally.error() == null ? tally.table() : "    " + tally.error() + "\n");
        table.append(
            String.join(
                "\t",
                face.name(),
                tally.ref(),
                String.valueOf(tally.samples()),
                String.valueOf(tally.count(Expect.FORBIDDEN)),
                String.valueOf(tally.count(Expect.ACCEPTABLE_INTERESTING)),
                face.visibleOn(),
                tally.error() == null ? "" : tally.error().replaceAll("\\s+", " ")));
        table.append('\n');
      }
    }
    Files.writeString(directory.resolve("results.txt"), text);
    Files.writeString(directory.resolve("results.tsv"), table);
  }
}
