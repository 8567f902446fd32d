// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cqskernel.explorer.toys.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The check command: exit codes, drawings, one-line errors. */
class MainTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int check(String... args) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void verifies() {
    assertEquals(
        0, check("--scenario", "treiber-stack", "--scenario", "message-passing"), "" + err);
    assertTrue(out.toString().contains("verified"), out.toString());
  }

  /** All pairs of one variant are one row. */
  @Test
  void pairsAreOneRow() {
    assertEquals(0, check("--scenario", "cell"), "" + err);
    assertTrue(out.toString().contains("11 pairs verified"), out.toString());
  }

  @Test
  void theTimeLeftIsEstimatedOnceThereIsABasis() {
    assertEquals("", Board.remaining(5, 0.01));
    assertEquals(", about 30 s left", Board.remaining(10, 0.25));
    assertEquals(", about 9 min left", Board.remaining(60, 0.1));
  }

  @Test
  void drawsAViolationAndRepeatsIt() throws IOException {
    assertEquals(1, check("--scenario", "aba", "--output", directory.toString()));
    assertTrue(out.toString().contains("VIOLATED (CHECK)"), out.toString());
    assertTrue(out.toString().contains("compareAndSet Node#1 -> Node#2"), out.toString());
    assertTrue(Files.readString(directory.resolve("aba.html")).contains("recycler"));
    String schedule = directory.resolve("aba.schedule").toString();
    assertEquals(1, check("--replay", schedule, "--output", directory.toString()));
  }

  @Test
  void takesPatchedClassesFirst() throws IOException {
    Path file = directory.resolve("org/cqskernel/explorer/toys/Mailbox.class");
    Files.createDirectories(file.getParent());
    Files.write(file, weakened(Mailbox.class));
    assertEquals(0, check("--scenario", "message-passing"));
    String[] patched = {
      "--scenario",
      "message-passing",
      "--classes",
      directory.toString(),
      "--output",
      directory.toString()
    };
    assertEquals(1, check(patched));
    assertTrue(out.toString().contains("Data race on Mailbox.payload"), out.toString());
  }

  /** The class with its release stores made opaque. */
  private static byte[] weakened(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      ClassWriter writer = new ClassWriter(0);
      new ClassReader(in)
          .accept(
              new ClassVisitor(Opcodes.ASM9, writer) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String desc, String signature, String[] exceptions) {
                  var next = super.visitMethod(access, name, desc, signature, exceptions);
                  return new MethodVisitor(Opcodes.ASM9, next) {
                    @Override
                    public void visitMethodInsn(
                        int opcode, String owner, String method, String d, boolean itf) {
                      String weak = method.equals("setRelease") ? "setOpaque" : method;
                      super.visitMethodInsn(opcode, owner, weak, d, itf);
                    }
                  };
                }
              },
              0);
      return writer.toByteArray();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--scenario nothing, nothing is called 'nothing'",
    "--bound -1, -1 is negative",
    "--bound many, 'many' is not an int",
    "--limit 0, 0 is not positive",
    "--classes nowhere, no directory nowhere",
    "--replay nowhere, --replay: no file nowhere",
    "--output pom.xml/x --list, --output: cannot make the folder pom.xml/x",
    "--structure mutex --mutant x, there is no spec/mutants here",
    "--structure cell, there is no spec/src/main/tla here",
    "--source java.lang.String, no scenario source is called java.lang.String",
    "--structure heap --no-tlc, nothing is about 'heap'",
    "--jdk nowhere, no bin/java in nowhere",
    "--parallel 0, 0 is not positive",
    "--bound 1 --seed 1, exclude each other",
    "--bund 1, Unknown option"
  })
  void aWrongArgumentGetsOneLine(String args, String message) {
    assertEquals(2, check(args.split(" ")));
    assertTrue(err.toString().contains(message), err.toString());
    assertEquals(1, err.toString().strip().lines().count(), err.toString());
  }

  /** Every module and every scenario has its place in the table. */
  @Test
  void structuresAreTold() {
    var names = new java.util.TreeSet<String>();
    var checks = new java.util.ArrayList<Check>();
    checks.addAll(TlcChecks.standard(Path.of("src/main/tla"), Path.of("target/tlc"), true));
    var end = java.time.Instant.now();
    var options = org.cqskernel.explorer.Options.defaults();
    checks.addAll(
        ScenarioCheck.all(
            org.cqskernel.explorer.scenarios.StandardScenarios.entries(), options, end, r -> {}));
    checks.addAll(PairCheck.all(org.cqskernel.explorer.Pairs.Form.PAIR, options, end, r -> {}));
    checks.forEach(c -> names.addAll(c.structures()));
    assertEquals(
        "[array, broadcast, cell, condition, cqs, demonstration, mutex, nesting, promise,"
            + " semaphore]",
        names.toString());
    assertTrue(checks.stream().anyMatch(c -> isOf(c, "PermitQueue", "semaphore")));
    assertTrue(checks.stream().anyMatch(c -> isOf(c, "PermitQueue", "mutex")));
    assertTrue(checks.stream().anyMatch(c -> isOf(c, "CellMeeting", "cell")));
  }

  private static boolean isOf(Check check, String name, String structure) {
    return check.name().startsWith(name) && check.structures().contains(structure);
  }

  /** The limit binds what does not look at the time itself. */
  @Test
  void theLimitCutsEveryCheck() throws Exception {
    Check endless =
        new Check() {
          @Override
          public String part() {
            return "TLC";
          }

          @Override
          public String name() {
            return "endless";
          }

          @Override
          public String structure() {
            return "cell";
          }

          @Override
          public Row run(org.cqskernel.explorer.Progress.Listener listener)
              throws InterruptedException {
            Thread.sleep(60_000);
            throw new AssertionError("not interrupted");
          }
        };
    var checks = java.util.List.of(endless);
    Board board = new Board(new PrintWriter(out), checks);
    var rows = new Pool(1, board, java.time.Instant.now()).run(checks);
    assertEquals(Row.Status.CUT, rows.get(0).status());
    assertTrue(Pool.hasNotRun(rows.get(0)));
  }

  @Test
  void listsAndHelps() {
    assertEquals(0, check("--list"));
    assertTrue(out.toString().contains("aba"), out.toString());
    assertTrue(out.toString().contains("each against each: 153 pairs"), out.toString());
    assertEquals(0, check("--help"));
    assertTrue(out.toString().contains("check --scenario aba"), out.toString());
  }
}
