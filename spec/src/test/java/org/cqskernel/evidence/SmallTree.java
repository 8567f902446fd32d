// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Place;
import org.cqskernel.evidence.sources.Check;
import org.cqskernel.evidence.trace.GroupTable;
import org.cqskernel.evidence.trace.Traceability;

/** A project of two obligations in which everything is in order, until a test changes a file. */
final class SmallTree {
  static final String CATALOGUE = "spec/obligations/arr.md";
  static final String KERNEL = "kernel/src/main/java/k/Segment.java";
  static final String UNIT = "kernel/src/test/java/k/SegmentTest.java";
  static final String LINCHECK = "lincheck-tests/src/test/java/k/RaceTest.java";
  static final String TLA = "spec/src/main/tla/Segments.tla";
  static final String CONFIGURATION = "spec/src/main/tla/Segments.cfg";
  static final String TABLE = "spec/src/main/tla/configurations.csv";
  static final String LITMUS =
      "jcstress-tests/src/main/java/org/cqskernel/jcstress/ARR_01_OneLocation.java";
  static final String FACES =
      "jcstress-tests/src/main/resources/org/cqskernel/jcstress/run/faces.txt";
  static final String MUTANT = "spec/mutants/ARR-1-append-by-store.patch";
  static final String CLAIMS = "spec/mutants/claims.csv";
  static final String COQ = "proofs-notes/coq/Cells.v";
  static final String MAP = "proofs-notes/map.md";
  static final String PROOF_GAPS = "proofs-notes/gaps.md";
  static final String GAPS = "spec/obligations/gaps.csv";
  static final String README = GroupTable.FILE;

  final Path root;

  private SmallTree(Path root) {
    this.root = root;
  }

  static SmallTree in(Path root) throws IOException {
    SmallTree tree = new SmallTree(root);
    tree.write(
        CATALOGUE,
        """
        # ARR: the array

        Words.

        ### ARR-1 One location

        * revision: 2
        * kind: safety
        * status: proved
        * evidence: unit, lincheck, tla, jcstress, coq, mutant
        * mutant: append by a store

        Claim: one cell for each index. See `SegmentTest`.

        ### ARR-2 Removed for ever

        * revision: 1
        * kind: safety
        * status: checked
        * evidence: explorer

        Claim: a removed segment
        stays removed.

        Note: with remarks.
        """);
    tree.write(
        KERNEL,
        """
        /** A segment.
         *
         * @obligation ARR-1 r2 ARR-2
         */
        class Segment {
          int next; // ARR-1: appended once.
        }
        """);
    tree.write(
        UNIT,
        """
        package k;
        import java.util.List;
        class SegmentTest {
          enum Size { ONE, TWO }
          @Test
          @DisplayName("one cell")
          @Tag("ARR-1")
          void oneCell() {}
          @ParameterizedTest
          void cells(Size size, int[] ids, List<String> names, Object any, Segment other) {}
        }
        """);
    tree.write(
        LINCHECK,
        """
        package k;
        abstract class Base {
          @Test @Tag("slow") void race() {}
        }
        @Tag("ARR-1")
        class RaceTest extends Base {}
        """);
    tree.write(
        TLA, "---- MODULE Segments ----\nARR_1_Once == TRUE\nLIVE_Ends == TRUE \\* ARR-2\n====\n");
    tree.write(
        CONFIGURATION,
        "SPECIFICATION Spec\nINVARIANTS TypeOK ARR_1_Once\nCONSTANTS\n  N = 2\n  Bug = \"none\"\n");
    tree.write(
        TABLE,
        """
        # one a line
        module,configuration,bug,exit,states,class,violated
        Segments,Segments,none,0,7,default,-
        Segments,Segments,by-store,12,3,default,ARR_1_Once
        """);
    tree.write(
        LITMUS,
        """
        package org.cqskernel.jcstress;
        public class ARR_01_OneLocation {
          /** Both sides. And more. */
          @JCStressTest @Ref("ARR-1")
          public static class Shipped {}
        }
        """);
    tree.write(FACES, "# faces\nARR_01_OneLocation.Shipped default -\n");
    tree.write(MUTANT, "--- a/x\n+++ b/x\n");
    tree.write(
        CLAIMS,
        """
        # mutant,obligation,kind,text
        ARR-1-append-by-store,ARR-1,unit,k.SegmentTest#oneCell
        ARR-1-append-by-store,ARR-1,unit,k.SegmentTest#cells(k.SegmentTest$Size,int[],java.util.List,java.lang.Object,k.Segment)
        ARR-1-append-by-store,ARR-1,lincheck,k.RaceTest
        ARR-1-append-by-store,ARR-1,explorer,segments-two-cancels
        ARR-1-append-by-store,ARR-1,jcstress,ARR_01_OneLocation.Shipped
        """);
    tree.write(COQ, "Lemma ARR_1_one_location : True.\nLemma other : True.\n");
    tree.write(
        MAP,
        """
        | obligation | our lemma | status | mirrors | published | differs |
        |---|---|---|---|---|---|
        | ARR-1 | `Cells.ARR_1_one_location` | proved, G-7 | SegmentTest | none | |
        """);
    tree.write(PROOF_GAPS, "| id | gap | other |\n|---|---|---|\n| G-7 | one cell | TLC |\n");
    tree.write(GAPS, "id,kind,reason\n");
    tree.write(
        README,
        "# Obligations\n\n<!-- generated: who checks what, by group -->\n"
            + "<!-- end of generated -->\n");
    GroupTable.update(root, tree.trace());
    return tree;
  }

  SmallTree write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return this;
  }

  /** Replaces a text that must be there. */
  SmallTree replace(String file, String old, String fresh) throws IOException {
    String text = Files.readString(root.resolve(file));
    if (!text.contains(old)) {
      throw new IllegalArgumentException(file + " does not contain " + old);
    }
    return write(file, text.replace(old, fresh));
  }

  SmallTree delete(String file) throws IOException {
    Files.delete(root.resolve(file));
    return this;
  }

  /** One scenario, which covers ARR-2. */
  static List<Check> scenarios() {
    return List.of(
        new Check(
            EvidenceKind.EXPLORER,
            "segments-two-cancels",
            "two cancel",
            Check.Role.HOLDS,
            Set.of("ARR-2"),
            true,
            "",
            "spec",
            new Place("spec/src/main/java/S.java", 1)));
  }

  Traceability trace() throws IOException {
    return Traceability.of(root, SmallTree::scenarios);
  }

  /** The rules that do not hold, each with its faults. */
  Map<String, List<String>> faults() throws IOException {
    return trace().all().entrySet().stream()
        .filter(rule -> !rule.getValue().isEmpty())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
