// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import java.io.IOException;
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
import java.util.TreeSet;
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
    List<String> faults = new ArrayList<>(differences(faces));
    List<Face> selected = faces.stream().filter(face -> deep || face.byDefault()).toList();
    System.out.printf("Litmus tests: %d of %d faces%n", selected.size(), faces.size());
    long begin = System.nanoTime();
    Map<String, Tally> tallies = run(selected, directory, Arrays.copyOfRange(args, 2, args.length));
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    faults.addAll(judge(selected, tallies, deep));
    write(directory, selected, tallies, seconds);
    System.out.printf(
        "Litmus tests: %d faces ran in %d s; %d faults. Results: %s%n",
        tallies.values().stream().filter(tally -> tally.error() == null).count(),
        seconds,
        faults.size(),
        directory.resolve("results.txt"));
    faults.forEach(fault -> System.out.println("  FAULT " + fault));
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  private static List<String> differences(List<Face> faces) {
    TreeSet<String> listed =
        faces.stream().map(Face::className).collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> present = new TreeSet<>(TestList.tests());
    List<String> faults = new ArrayList<>();
    if (listed.size() != faces.size()) {
      faults.add("faces.txt lists a test twice");
    }
    listed.stream()
        .filter(name -> !present.contains(name))
        .forEach(name -> faults.add("faces.txt lists " + name + ", which does not exist"));
    present.stream()
        .filter(name -> !listed.contains(name))
        .forEach(name -> faults.add("faces.txt does not list " + name));
    return faults;
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
    try (PrintStream quiet = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
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

  private static List<String> judge(List<Face> selected, Map<String, Tally> tallies, boolean deep) {
    List<String> faults = new ArrayList<>();
    for (Face face : selected) {
      Tally tally = tallies.get(face.name());
      if (tally == null) {
        continue; // Does not exist, which is a fault already.
      }
      long bad = tally.count(Expect.FORBIDDEN) + tally.count(Expect.UNKNOWN);
      if (tally.error() != null) {
        faults.add(face.name() + ": " + tally.error());
      } else if (bad > 0) {
        faults.add(face.name() + ": forbidden outcomes, " + bad + "\n" + tally.table());
      } else if (tally.count(Expect.ACCEPTABLE_INTERESTING) == 0 && face.isVisibleHere()) {
        String fault = face.name() + ": visible on this hardware, and not seen";
        if (deep) {
          faults.add(fault);
        } else {
          System.out.println("  note: " + fault + " in so short a run");
        }
      }
    }
    return faults;
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
            processor(),
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
    Verdict.write(directory.resolve("results.json"), selected, tallies);
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return "processor unknown";
    }
    return Files.readAllLines(info).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("processor unknown");
  }
}
