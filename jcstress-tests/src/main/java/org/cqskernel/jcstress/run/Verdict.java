// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jcstress.annotations.Expect;

/**
 * What one face has shown, for the evidence report.
 *
 * @param result {@code passed} without forbidden outcomes; for a face with an interesting outcome
 *     {@code seen} or {@code not seen}; else begins with {@code failed}
 */
record Verdict(
    String test,
    String face,
    List<String> obligations,
    String result,
    long samples,
    double seconds,
    String jdk) {

  static Verdict of(Face face, Tally tally) {
    int dot = face.name().indexOf('.');
    return new Verdict(
        face.name().substring(0, dot),
        face.name().substring(dot + 1),
        List.of(tally.ref().split(" ")),
        result(face, tally),
        tally.samples(),
        tally.seconds(),
        System.getProperty("java.version"));
  }

  private static String result(Face face, Tally tally) {
    long bad = tally.count(Expect.FORBIDDEN) + tally.count(Expect.UNKNOWN);
    if (tally.error() != null) {
      return "failed: " + tally.error();
    }
    if (bad > 0) {
      return "failed: " + bad + " forbidden samples";
    }
    if (face.visibleOn().equals("-")) {
      return "passed";
    }
    long seen = tally.count(Expect.ACCEPTABLE_INTERESTING);
    return seen > 0 ? "seen in " + seen + " samples" : "not seen";
  }

  static void write(Path file, List<Face> selected, Map<String, Tally> tallies) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    for (Face face : selected) {
      if (tallies.containsKey(face.name())) {
        verdicts.add(of(face, tallies.get(face.name())));
      }
    }
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(file, json.writeValueAsString(verdicts) + "\n");
  }
}
