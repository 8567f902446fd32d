// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;

/**
 * One run of TLC, for the evidence report. {@code expected} and {@code result} are equal if and
 * only if exit code, number of states and what is violated are as the table says.
 */
record TlcResult(
    String configuration,
    String module,
    String expected,
    String result,
    long states,
    double seconds) {

  static TlcResult of(Configuration c, TlcRun.Outcome o) {
    boolean same =
        c.exit() == o.exit() && c.states() == o.states() && c.violated().equals(o.violated());
    return new TlcResult(
        c.name(),
        c.module(),
        same ? brief(c.violated()) : full(c.exit(), c.states(), c.violated()),
        same ? brief(o.violated()) : full(o.exit(), o.states(), o.violated()),
        o.states(),
        o.millis() / 1000.0);
  }

  private static String brief(String violated) {
    return violated.equals("-") ? "holds" : "as expected, violates " + violated;
  }

  private static String full(int exit, long states, String violated) {
    return String.format(
        Locale.ROOT, "exit code %d, %,d states, violated: %s", exit, states, violated);
  }

  static void write(Path file, Collection<TlcResult> results) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(file, json.writeValueAsString(results) + "\n");
  }
}
