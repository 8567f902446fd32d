// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The accesses to shared variables that one operation makes when it runs alone.
 *
 * @param accesses the accesses in order, each with its kind and its place in the code
 */
public record AccessCounts(List<Access> accesses) {
  /** Kinds of access. */
  public enum Kind {
    /** A volatile, acquire or opaque read, or a plain one through a handle. */
    READ,
    /** A volatile, release or opaque write, or a plain one through a handle. */
    WRITE,
    /** A compare-and-set or compare-and-exchange that writes. */
    CAS,
    /** A compare-and-set or compare-and-exchange that does not write. */
    FAILED_CAS,
    /** Another read-modify-write: fetch-and-add, exchange, and so on. */
    RMW,
    /** Park, unpark, interrupt; monitors and locks of the JDK. */
    PARKING
  }

  /** One access. */
  public record Access(Kind kind, String variable, String site) {
    public Access {
      Objects.requireNonNull(kind, "kind");
    }

    @Override
    public String toString() {
      return kind + " " + variable + " at " + site;
    }
  }

  public AccessCounts {
    accesses = List.copyOf(accesses);
  }

  /** The number of accesses of a kind. */
  public int of(Kind kind) {
    return (int) accesses.stream().filter(a -> a.kind() == kind).count();
  }

  /** The number of accesses that are atomic read-modify-writes, failed ones included. */
  public int atomics() {
    return of(Kind.CAS) + of(Kind.FAILED_CAS) + of(Kind.RMW);
  }

  /** The numbers by kind, those that are 0 left out. */
  public Map<Kind, Integer> byKind() {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    accesses.forEach(a -> counts.merge(a.kind(), 1, Integer::sum));
    return Collections.unmodifiableMap(counts);
  }

  /** The numbers, then one access a line. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add(byKind().toString());
    accesses.forEach(a -> lines.add("  " + a));
    return String.join("\n", lines);
  }
}
