// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a line of claims says of a mutant. The checks come in order of their cost. */
public enum Kind {
  /** A unit test of the kernel finds it: a class, or {@code class#method}. */
  UNIT,
  /** A scenario of the explorer finds it. */
  EXPLORER,
  /** A Lincheck test finds it: a class, or {@code class#method}. */
  LINCHECK,
  /** A litmus test finds it: its face. */
  JCSTRESS,
  /** Nothing can find it: no behaviour differs. The reason is a proof in a sentence. */
  EQUIVALENT,
  /** It differs from the kernel, but not on the hardware that the build runs on. */
  NOT_OBSERVABLE;

  /** Whether it is a check, not a reason why there is none. */
  public boolean isCheck() {
    return compareTo(EQUIVALENT) < 0;
  }

  static Kind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  @Override
  @JsonValue
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
