// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What LastRun keeps, and which runs it does not take. */
class LastRunTest {
  @TempDir Path root;

  @BeforeEach
  void kernel() throws Exception {
    write("kernel/src/main/java/A.java", "class A {}");
  }

  private void write(String name, String text) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void report(boolean deep, String inside) throws Exception {
    write(
        "lincheck-tests/target/surefire-reports/TEST-org.a.ATest.xml",
        "<testsuite><properties><property name=\"lincheck.deep\" value=\""
            + deep
            + "\"/></properties><testcase name=\"race(int)[1]\" classname=\"org.a.ATest\""
            + " time=\"2\">"
            + inside
            + "</testcase></testsuite>");
  }

  @Test
  void keepsADeepRunOfLincheck() throws Exception {
    report(true, "");
    JsonNode run = LastRun.lincheck(root);
    assertEquals(SourceHash.ofKernel(root), run.path("kernelHash").asText());
    assertEquals("org.a.ATest.race", run.at("/results/0/name").asText());
    assertEquals("lincheck", run.at("/results/0/kind").asText());
    assertEquals("passed", run.at("/results/0/result").asText());
  }

  @Test
  void takesNoOtherRun() throws Exception {
    report(false, "");
    assertThrows(IllegalStateException.class, () -> LastRun.lincheck(root));
    report(true, "<failure message=\"no\"/>");
    assertThrows(IllegalStateException.class, () -> LastRun.lincheck(root));
    write("jcstress-tests/target/jcstress/results.json", "{\"profile\": \"default\"}");
    assertThrows(IllegalStateException.class, () -> LastRun.jcstress(root));
  }

  @Test
  void keepsADeepRunOfJcstress() throws Exception {
    write(
        "jcstress-tests/target/jcstress/results.json",
        "{\"profile\": \"deep\", \"date\": \"2026-01-01\", \"results\": [{\"face\":"
            + " \"Shipped\"}]}");
    JsonNode run = LastRun.jcstress(root);
    assertEquals(SourceHash.ofKernel(root), run.path("kernelHash").asText());
    assertEquals("2026-01-01", run.path("date").asText());
    assertEquals("Shipped", run.at("/results/0/face").asText());
  }
}
