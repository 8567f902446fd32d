// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.infra.runners.TestList;

/** Each fault of a run is reported: one test for each. */
class JudgeTest {
  private static final Face SHIPPED = new Face("RALL_01_ExclusiveClaim.Shipped", true, "-");
  private static final Face MODEL = new Face("MEM_01_DekkerPair.Weakened", true, here());
  private static final Face ELSEWHERE = new Face("MEM_01_DekkerPair.Weakened", true, elsewhere());

  private static String here() {
    return new Face("", true, "x86").isVisibleHere() ? "x86" : "arm";
  }

  private static String elsewhere() {
    // What shows on x86 shows on ARM too, so only x86 has an elsewhere.
    return here().equals("x86") ? "arm" : "-";
  }

  private static Tally tally(Face face, String... outcomes) {
    Tally tally = new Tally(face.className());
    tally.ran();
    for (String outcome : outcomes) {
      tally.add(outcome, 10);
    }
    return tally;
  }

  private static List<String> faults(Face face, boolean deep, Tally tally) {
    return Judge.faults(List.of(face), Map.of(face.name(), tally), deep);
  }

  private static String result(Face face, Tally tally) {
    return Verdict.of(face, tally).result();
  }

  @Test
  void acceptableOutcomesPass() {
    Tally tally = tally(SHIPPED, "1, 1");
    assertEquals(List.of(), faults(SHIPPED, true, tally));
    assertEquals("passed", result(SHIPPED, tally));
  }

  @Test
  void aForbiddenSampleFails() {
    Tally tally = tally(SHIPPED, "1, 1", "2, 1");
    assertTrue(faults(SHIPPED, false, tally).get(0).contains("forbidden outcomes, 10"));
    assertEquals("failed: 10 forbidden samples", result(SHIPPED, tally));
  }

  @Test
  void anOutcomeThatNobodyHasThoughtOfFails() {
    Tally tally = tally(MODEL, "7, 7");
    assertTrue(faults(MODEL, false, tally).get(0).contains("forbidden outcomes, 10"));
    assertTrue(result(MODEL, tally).startsWith("failed"));
  }

  @Test
  void aTestThatDidNotRunFails() {
    Tally skipped = new Tally(SHIPPED.className());
    assertEquals(List.of(SHIPPED.name() + ": did not run"), faults(SHIPPED, false, skipped));
    assertEquals("failed: did not run", result(SHIPPED, skipped));
  }

  @Test
  void whatThisHardwareCanShowIsOpenUntilItIsSeen() {
    Tally tally = tally(MODEL, "1, 1");
    assertTrue(result(MODEL, tally).startsWith("open: not seen in 10 samples"));
    assertEquals(List.of(), faults(MODEL, false, tally));
    assertEquals(1, Judge.notes(List.of(MODEL), Map.of(MODEL.name(), tally)).size());
    assertTrue(faults(MODEL, true, tally).get(0).contains("visible on this hardware"));
    tally.add("0, 0", 3);
    assertEquals("seen in 3 samples", result(MODEL, tally));
    assertEquals(List.of(), faults(MODEL, true, tally));
  }

  @Test
  void whatOtherHardwareShowsIsNoFault() {
    Tally tally = tally(ELSEWHERE, "1, 1");
    assertEquals(List.of(), faults(ELSEWHERE, true, tally));
    assertTrue(!result(ELSEWHERE, tally).startsWith("open"));
  }

  @Test
  void listAndTestsMustNotDiffer() {
    assertEquals(List.of(), Judge.differences(Face.all(), TestList.tests()));
    List<String> one = List.of(SHIPPED.className());
    assertEquals(
        List.of("faces.txt does not list " + SHIPPED.className()),
        Judge.differences(List.of(), one));
    assertEquals(
        List.of("faces.txt lists " + SHIPPED.className() + ", which does not exist"),
        Judge.differences(List.of(SHIPPED), List.of()));
    assertEquals(
        List.of("faces.txt lists a test twice"), Judge.differences(List.of(SHIPPED, SHIPPED), one));
  }

  /** With two processors jcstress leaves out a test of three actors without a word. */
  @Test
  void noTestHasMoreThanTwoActors() {
    TreeSet<String> large = new TreeSet<>();
    for (String name : TestList.tests()) {
      if (TestList.getInfo(name).threads() > 2) {
        large.add(name);
      }
    }
    assertEquals(new TreeSet<>(), large);
  }

  @Test
  void recordsWhatTheReportReads(@TempDir Path folder) throws Exception {
    Tally tally = tally(SHIPPED, "1, 1");
    Path file = folder.resolve("results.json");
    List<Verdict> verdicts = Verdict.all(List.of(SHIPPED), Map.of(SHIPPED.name(), tally));
    new RunRecord("default", "2 iterations of 200 ms", 1, verdicts).write(file);
    String text = Files.readString(file);
    for (String part :
        List.of("\"date\"", "\"jdk\"", "\"machine\"", "\"load\"", "\"results\"", "\"passed\"")) {
      assertTrue(text.contains(part), text);
    }
  }

  @Test
  void tellsTheCountsOnceAMinute() {
    List<String> told = new ArrayList<>();
    Progress progress = new Progress(java.io.OutputStream.nullOutputStream(), told::add);
    long now = System.nanoTime();
    progress.tell("(Results: 88 planned; 1 passed)", now);
    progress.tell("(Results: 88 planned; 9 passed)", now + 61_000_000_000L);
    progress.tell("something else", now + 130_000_000_000L);
    progress.tell("(Results: 88 planned; 10 passed)", now + 62_000_000_000L);
    assertEquals(1, told.size());
    assertTrue(told.get(0).endsWith("runs: 88 planned; 9 passed"), told.get(0));
  }
}
