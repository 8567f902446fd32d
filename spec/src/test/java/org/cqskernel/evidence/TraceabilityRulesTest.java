// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cqskernel.evidence.trace.CountsInTexts;
import org.cqskernel.evidence.trace.Gap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of traceability fails on a small tree with the fault, and only that rule. */
@DisplayName("A fault in the trees is found")
class TraceabilityRulesTest {
  private static final String FORM = "the catalogue is well formed";
  private static final String DEFINED = "each id that is cited is defined";
  private static final String EVIDENCE = "each obligation has the evidence that it asks for";
  private static final String DEMANDED = "each obligation asks for what its kind demands";
  private static final String PATCH = "each fault that is named has a patch";
  private static final String OPERATION = "each operation that is named exists";
  private static final String GAPS = "each known gap is still one";
  private static final String STATUS = "each status has the evidence that it means";
  private static final String NAMED = "each check that is named exists";
  private static final String REVISION = "each place cites the current revision";
  private static final String MUTANT = "each mutant has an obligation";
  private static final String NUMBERS = "each number in the README is right";
  private static final String TABLE = "each generated table is up to date";

  @TempDir private Path root;
  private SmallTree tree;

  @BeforeEach
  void plant() throws IOException {
    tree = SmallTree.in(root);
  }

  private void assertFault(String rule, String part) throws IOException {
    assertFault(rule, part, List.of(rule, TABLE));
  }

  /** The table follows the checks, so it may differ as well. */
  private void assertFault(String rule, String part, List<String> allowed) throws IOException {
    Map<String, List<String>> faults = tree.faults();
    assertTrue(
        faults.getOrDefault(rule, List.of()).stream().anyMatch(f -> f.contains(part)),
        rule + ": " + faults);
    faults.keySet().forEach(other -> assertTrue(allowed.contains(other), "also " + faults));
  }

  @Test
  @DisplayName("none in the tree as planted")
  void noFault() throws IOException {
    assertEquals(Map.of(), tree.faults());
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @DisplayName("in the form of an entry")
  @CsvSource(
      delimiter = '|',
      value = {
        "* revision: 2|* revision: two|no revision",
        "* kind: safety|* kind: nice|kind is none of",
        "* status: proved|* status: done|unknown status",
        "evidence: explorer|evidence: faith|unknown kind of evidence 'faith'",
        "* mutant: append|* mutants: append|no field of an obligation",
        "### ARR-2 Removed|### ARR-02 Removed|no heading of the form",
        "### ARR-2 Removed|### BC-2 Removed|is in the file of ARR",
        "### ARR-2 Removed|### ARR-1 Removed|is defined twice",
        "Claim: a removed|Claims: a removed|kind is",
      })
  void form(String old, String fresh, String message) throws IOException {
    tree.replace(SmallTree.CATALOGUE, old, fresh);
    if (fresh.startsWith("Claims")) {
      tree.replace(SmallTree.CATALOGUE, "* kind: safety\n* status: checked", "* status: checked");
    }
    assertTrue(
        tree.faults().getOrDefault(FORM, List.of()).stream().anyMatch(f -> f.contains(message)),
        () -> "not found: " + message);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an id that is cited and not defined")
  @CsvSource(
      delimiter = '|',
      value = {
        SmallTree.KERNEL + "|// ARR-1|// ARR-3",
        SmallTree.KERNEL + "|ARR-2|ARR-3",
        SmallTree.UNIT + "|@Tag(\"ARR-1\")|@Tag(\"ARR-1\") @Tag(\"FOO-1\")",
        SmallTree.TLA + "|LIVE_Ends|ARR_9_Ends",
        SmallTree.TLA + "|ARR-2|ARR-20",
        SmallTree.LITMUS + "|@Ref(\"ARR-1\")|@Ref(\"ARR-7\")",
        SmallTree.COQ + "|Lemma other|Lemma ARR_1_ARR_8_other",
        SmallTree.PROOF_GAPS + "|TLC|TLC, as in ARR-12",
      })
  void undefined(String file, String old, String fresh) throws IOException {
    tree.replace(file, old, fresh);
    assertFault(DEFINED, "is not defined");
  }

  @Test
  @DisplayName("an obligation without a test, a proof, a mutant that it asks for")
  void missing() throws IOException {
    tree.replace(SmallTree.UNIT, "@Tag(\"ARR-1\")", "");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind unit");
    tree.replace(SmallTree.LINCHECK, "@Tag(\"ARR-1\")", "");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind lincheck");
    tree.replace(SmallTree.LITMUS, "class Shipped", "class Weakened")
        .replace(SmallTree.FACES, "Shipped", "Weakened")
        .replace(SmallTree.CLAIMS, ",jcstress,ARR_01_OneLocation.Shipped", "");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind jcstress");
    tree.replace(SmallTree.CONFIGURATION, "ARR_1_Once", "");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind tla");
    tree.delete(SmallTree.MUTANT).delete(SmallTree.CLAIMS);
    List<String> alsoPatch = List.of(EVIDENCE, PATCH, TABLE);
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind mutant", alsoPatch);
    tree.replace(SmallTree.COQ, "ARR_1_", "").replace(SmallTree.MAP, "ARR_1_", "");
    tree.replace(SmallTree.MAP, "proved, G-7", "none");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind coq", alsoPatch);
  }

  @Test
  @DisplayName("an obligation without a scenario that it asks for")
  void missingScenario() throws IOException {
    tree.replace(SmallTree.CATALOGUE, "evidence: unit, lincheck", "evidence: explorer, unit");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind explorer");
  }

  @Test
  @DisplayName("a test that shows a fault, or what is not claimed, taken for one that holds")
  void roles() throws IOException {
    tree.replace(SmallTree.UNIT, "@Tag(\"ARR-1\")", "@Tag(\"ARR-1\") @Tag(\"seeded-fault\")");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind unit");
    tree.replace(SmallTree.UNIT, "seeded-fault", "not-claimed");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind unit");
    tree.replace(SmallTree.LINCHECK, "class RaceTest", "@Tag(\"seeded-fault\") class RaceTest");
    assertFault(EVIDENCE, "ARR-1 has no evidence of kind lincheck");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("an entry that does not ask for what its kind demands")
  @CsvSource({"memory,jcstress", "space,unit", "signal,explorer"})
  void demanded(String kind, String evidence) throws IOException {
    tree.replace(
        SmallTree.CATALOGUE,
        "kind: safety\n* status: checked",
        "kind: " + kind + "\n* status: checked");
    tree.replace(SmallTree.CATALOGUE, "evidence: explorer", "evidence: tla");
    assertFault(
        DEMANDED,
        "ARR-2 is of kind " + kind + " and does not ask for evidence of kind " + evidence,
        List.of(DEMANDED, EVIDENCE, TABLE));
  }

  @Test
  @DisplayName("a fault that is named, without a patch or with one that does not exist")
  void patches() throws IOException {
    tree.replace(
        SmallTree.CATALOGUE, "evidence: explorer", "evidence: explorer\n* mutant: bring it back");
    assertFault(PATCH, "ARR-2 says what a fault is, and has no patch");
    tree.replace(SmallTree.CATALOGUE, "bring it back", "bring it back: `ARR-1-append-by-store`");
    assertEquals(Map.of(), tree.faults());
    tree.replace(SmallTree.CATALOGUE, "`ARR-1-append-by-store`", "`ARR-1-append-by-load`");
    assertFault(PATCH, "there is no patch ARR-1-append-by-load");
  }

  @Test
  @DisplayName("an operation that the kernel does not have")
  void operations() throws IOException {
    tree.replace(
        SmallTree.CATALOGUE,
        "evidence: explorer",
        "evidence: explorer\n* operations: Segment.next");
    assertFault(OPERATION, "ARR-2: the kernel has no operation Segment.next");
    tree.replace(SmallTree.KERNEL, "int next;", "void next() {}");
    assertEquals(Map.of(), tree.faults());
  }

  @Test
  @DisplayName("a known gap is accepted while it is one, and not afterwards")
  void gaps() throws IOException {
    tree.replace(SmallTree.UNIT, "@Tag(\"ARR-1\")", "");
    tree.write(SmallTree.GAPS, "id,kind,reason\nARR-1,unit,not written\n");
    assertFault(TABLE, "differs");
    tree.replace(SmallTree.UNIT, "  void one", "  @Tag(\"ARR-1\") void one");
    assertFault(GAPS, "ARR-1 lacks no evidence of kind unit");
    Gap.removeClosed(root, tree.trace());
    assertEquals(Map.of(), tree.faults());
    tree.write(SmallTree.GAPS, "ARR-1,unit\n");
    assertFault(FORM, "id,kind,reason expected");
  }

  @ParameterizedTest(name = "{1}")
  @DisplayName("a status that says more than the evidence")
  @CsvSource(
      delimiter = '|',
      value = {
        "jcstress, coq, mutant|jcstress, mutant|is proved without",
        "evidence: explorer|evidence:|is checked without",
        "status: proved|status: todo|is todo without a note",
        "status: checked|status: todo|is todo and asks for evidence",
        "status: checked|status: tested|is tested without",
        "status: checked|status: proved-elsewhere|is proved-elsewhere without a gap",
      })
  void overstated(String old, String fresh, String message) throws IOException {
    tree.replace(SmallTree.CATALOGUE, old, fresh);
    assertFault(STATUS, message);
  }

  @Test
  @DisplayName("a gap of the proofs that is not defined")
  void proofGap() throws IOException {
    tree.replace(SmallTree.CATALOGUE, "status: proved", "status: proved-elsewhere");
    assertEquals(Map.of(), tree.faults());
    tree.replace(SmallTree.PROOF_GAPS, "G-7", "G-8");
    assertFault(STATUS, "ARR-1 is proved-elsewhere without a gap");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @DisplayName("a check that is named and does not exist")
  @CsvSource(
      delimiter = '|',
      value = {
        SmallTree.FACES + "|Shipped|Shipping|there is no litmus test ARR_01_OneLocation.Shipping",
        SmallTree.MAP + "|`Cells.ARR_1_one_location`|`Cells.one`|there is no lemma Cells.one",
        SmallTree.MAP + "|SegmentTest|SegmentsTest|there is no mirror SegmentsTest",
        SmallTree.TABLE + "|Segments,Segments,by|Segment,Segments,by|there is no module Segment",
        SmallTree.TABLE + "|Segments,Segments,by|Segments,Two,by|there is no configuration Two",
        SmallTree.TABLE + "|12,3,default,ARR_1_Once|12,3,default,ARR_1_One|defines no ARR_1_One",
        SmallTree.CONFIGURATION + "|ARR_1_Once|ARR_1_Once ARR_2_X|defines no ARR_2_X",
        SmallTree.CLAIMS + "|#oneCell|#twoCells|there is no unit check k.SegmentTest#twoCells",
        SmallTree.CLAIMS
            + "|(k.SegmentTest$Size,|(k.Size,|there is no unit check k.SegmentTest#cells(",
        SmallTree.CLAIMS + "|,int[],|,int,|there is no unit check k.SegmentTest#cells(",
        SmallTree.CLAIMS + "|,java.util.List|,List|there is no unit check k.SegmentTest#cells(",
        SmallTree.CLAIMS + "|,k.Segment)|)|there is no unit check k.SegmentTest#cells(",
        SmallTree.CLAIMS + "|#oneCell|#cells|there is no unit check k.SegmentTest#cells",
        SmallTree.CLAIMS + "|#oneCell|#oneCell(int)|there is no unit check k.SegmentTest#oneCell(",
        SmallTree.CLAIMS + "|k.RaceTest|k.Base|there is no lincheck check k.Base",
        SmallTree.CLAIMS + "|-two-cancels|-cancels|there is no explorer check segments-cancels",
        SmallTree.CLAIMS + "|Shipped|Weakened|there is no jcstress check ARR_01_OneLocation.W",
        SmallTree.CLAIMS + "|store,ARR-1,unit|stores,ARR-1,unit|there is no patch ARR-1-append",
        SmallTree.CATALOGUE + "|`SegmentTest`|`SegmentsTest`|there is no test SegmentsTest",
      })
  void dangling(String file, String old, String fresh, String message) throws IOException {
    tree.replace(file, old, fresh);
    assertFault(NAMED, message);
  }

  @Test
  @DisplayName("a place that cites an older revision, or none where there is a later one")
  void stale() throws IOException {
    tree.replace(SmallTree.KERNEL, "ARR-1 r2", "ARR-1 r1");
    assertFault(REVISION, "ARR-1 r1 is cited, r2 is current");
    tree.replace(SmallTree.KERNEL, "ARR-1 r1", "ARR-1");
    assertFault(REVISION, KERNEL_LINE + "ARR-1 r1 is cited, r2 is current");
  }

  private static final String KERNEL_LINE = SmallTree.KERNEL + ":3: ";

  @Test
  @DisplayName("a mutant that belongs to no obligation")
  void mutant() throws IOException {
    tree.write("spec/mutants/unnamed.patch", "");
    assertFault(MUTANT, "unnamed.patch:1: belongs to no obligation");
  }

  @Test
  @DisplayName("a number in the README that is wrong, or missing")
  void numbers() throws IOException {
    String text = "1 faults are put into the kernel, and 0 bugs of the past.\n";
    tree.write("README.md", text);
    assertEquals(Map.of(), tree.faults());
    tree.replace("README.md", "1 faults", "2 faults");
    assertFault(NUMBERS, "2 faults are put into the kernel, and there are 1");
    CountsInTexts.update(root, tree.trace());
    assertEquals(Map.of(), tree.faults());
    tree.replace("README.md", "bugs of the past", "old bugs");
    assertFault(NUMBERS, "no text of the form");
  }

  @Test
  @DisplayName("a generated table that differs, and one without markers")
  void table() throws IOException {
    tree.replace(SmallTree.README, "1 for 1", "2 for 1");
    assertFault(TABLE, "differs from the generated one");
    tree.write(SmallTree.README, "# Obligations\n");
    assertFault(TABLE, "markers");
  }
}
