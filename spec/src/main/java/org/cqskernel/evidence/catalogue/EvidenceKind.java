// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can speak for an obligation. */
public enum EvidenceKind {
  UNIT("Unit", "one run of each test: behaviour, misuse, space, order"),
  EXPLORER("Explorer", "every interleaving of a small scenario over the kernel's class files"),
  TLA("TLA+", "every state of a small configuration of the algorithm, by TLC"),
  LINCHECK("Lincheck", "sampled interleavings against a sequential specification"),
  JCSTRESS("jcstress", "the memory model as this machine shows it, by sampling"),
  COQ("Coq", "a lemma about a model, for any number of threads"),
  MUTANT("Mutants", "a fault put into the kernel, and the check that finds it"),
  REGRESSION("Regressions", "a past fault put back, and the check that finds it");

  private final String title;
  private final String reach;

  EvidenceKind(String title, String reach) {
    this.title = title;
    this.reach = reach;
  }

  /** The word in the catalogue's lines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String title() {
    return title;
  }

  /** What a check of this kind looks at, in a few words. */
  public String reach() {
    return reach;
  }

  /** The kind with a word, if there is one. */
  public static Optional<EvidenceKind> of(String word) {
    return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
  }
}
