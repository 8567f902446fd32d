// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far the evidence of an obligation reaches. */
public enum Status {
  PROVED("a lemma of this project compiles"),
  PROVED_ELSEWHERE("a public lemma about a program that differs"),
  CHECKED("exhaustively, within a bound"),
  TESTED("by samples"),
  ARGUED("by a text"),
  ASSUMED("taken for granted"),
  NOT_CLAIMED("not promised, and why"),
  TODO("its code does not exist yet");

  private final String meaning;

  Status(String meaning) {
    this.meaning = meaning;
  }

  /** The word in the catalogue's lines. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String meaning() {
    return meaning;
  }

  /** Whether checks are expected to speak for it. */
  public boolean isBacked() {
    return this == PROVED || this == PROVED_ELSEWHERE || this == CHECKED || this == TESTED;
  }

  static Optional<Status> of(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
