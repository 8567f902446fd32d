// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What a build says while a class of tests runs for long. */
class TestProgressTest {

  /** Run by the test below. */
  static final class Two {
    @Test
    void one() {}

    @Test
    void other() {}
  }

  private static List<String> lines(Duration pause) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream console = new PrintStream(out, true, StandardCharsets.UTF_8);
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Two.class)).build(),
            new TestProgress(console, pause));
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void namesTheClassAndCountsItsTests() {
    List<String> lines = lines(Duration.ZERO);
    assertEquals(2, lines.size());
    assertTrue(
        lines.get(1).matches("TestProgressTest\\$Two: 2 done after 0 s, the last \\w+\\(\\)"));
  }

  @Test
  void saysNothingBeforeThePauseIsOver() {
    assertEquals(List.of(), lines(Duration.ofHours(1)));
  }
}
