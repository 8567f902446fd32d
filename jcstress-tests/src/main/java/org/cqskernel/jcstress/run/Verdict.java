// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import java.util.List;
import java.util.Map;

/**
 * What one face has shown, for the evidence report.
 *
 * @param result {@code passed} without forbidden outcomes; for a face with an interesting outcome
 *     {@code seen}, {@code open} if this hardware can show it and has not, {@code not seen} if only
 *     other hardware can; else begins with {@code failed}
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
    if (tally.error() != null) {
      return "failed: " + tally.error();
    }
    if (tally.bad() > 0) {
      return "failed: " + tally.bad() + " forbidden samples";
    }
    if (face.visibleOn().equals("-")) {
      return "passed";
    }
    if (tally.interesting() > 0) {
      return "seen in " + tally.interesting() + " samples";
    }
    return face.isVisibleHere()
        ? "open: not seen in " + tally.samples() + " samples, and this hardware can show it"
        : "not seen, and only " + face.visibleOn() + " could show it";
  }

  /** Those of the tests that exist, in the order of the list. */
  static List<Verdict> all(List<Face> selected, Map<String, Tally> tallies) {
    return selected.stream()
        .filter(face -> tallies.containsKey(face.name()))
        .map(face -> of(face, tallies.get(face.name())))
        .toList();
  }
}
