// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/** What one litmus test has shown, over all configurations in which it ran. */
final class Tally {
  private final TestInfo info;
  private final Map<String, Long> outcomes = new TreeMap<>();
  private String error;
  private int configurations;
  private long millis;

  Tally(String className) {
    this.info = TestList.getInfo(className);
  }

  void add(TestResult result) {
    ran();
    millis += (long) result.getConfig().time * result.getConfig().iters;
    if (result.status() != Status.NORMAL) {
      error = result.status() + " " + result.getMessages() + result.getVmErr();
    }
    for (String outcome : result.getStateKeys()) {
      add(outcome, result.getCount(outcome));
    }
  }

  void add(String outcome, long count) {
    outcomes.merge(outcome, count, Long::sum);
  }

  /** Notes that a configuration of the test has come to an end. */
  void ran() {
    configurations++;
  }

  /** Null, or why the test did not come to an end. */
  String error() {
    return error != null || configurations > 0 ? error : "did not run";
  }

  String ref() {
    return String.join(" ", info.refs());
  }

  /** How long it was sampled. */
  double seconds() {
    return millis / 1000.0;
  }

  long samples() {
    return outcomes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Samples of outcomes that are forbidden, or that nobody has thought of. */
  long bad() {
    return count(Expect.FORBIDDEN) + count(Expect.UNKNOWN);
  }

  long interesting() {
    return count(Expect.ACCEPTABLE_INTERESTING);
  }

  long count(Expect expect) {
    long count = 0;
    for (Map.Entry<String, Long> outcome : outcomes.entrySet()) {
      count += caseOf(outcome.getKey()).expect() == expect ? outcome.getValue() : 0;
    }
    return count;
  }

  private StateCase caseOf(String outcome) {
    for (StateCase c : info.cases()) {
      if (c.matchesExactly(outcome)) {
        return c;
      }
    }
    for (StateCase c : info.cases()) {
      if (c.matches(outcome)) {
        return c;
      }
    }
    return info.unmatched();
  }

  /** The table of outcomes, one a line, each with its sentence. */
  String table() {
    StringBuilder out = new StringBuilder();
    outcomes.forEach(
        (outcome, count) -> {
          StateCase c = caseOf(outcome);
          out.append(
              String.format(
                  "    %-16s %,15d  %-22s %s%n", outcome, count, c.expect(), c.description()));
        });
    return out.toString();
  }
}
