// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.util.Set;
import java.util.TreeSet;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Obligation;
import org.cqskernel.evidence.catalogue.Place;

/**
 * Something that speaks for obligations.
 *
 * @param kind what kind of evidence it is
 * @param name unique among its kind; results are found by it
 * @param title a sentence, or the empty string
 * @param role what it shows when it comes out as expected
 * @param obligations the ids that it cites
 * @param byDefault whether every build runs it
 * @param bound how far it looks, or the empty string
 * @param module the folder of the Maven module that runs it
 */
public record Check(
    EvidenceKind kind,
    String name,
    String title,
    Role role,
    Set<String> obligations,
    boolean byDefault,
    String bound,
    String module,
    Place place) {

  /** What a check shows when it comes out as expected. */
  public enum Role {
    /** That the claim holds, as far as the check looks. */
    HOLDS,
    /** That a check of its kind finds a fault. */
    FAILS_ON_FAULT,
    /** Why something stronger is not claimed. */
    COUNTEREXAMPLE
  }

  public Check {
    obligations = new TreeSet<>(obligations);
  }

  /**
   * Whether it is evidence for one of its obligations. A counterexample speaks for an entry that
   * says what misuse does.
   */
  public boolean isEvidenceFor(Obligation o) {
    return obligations.contains(o.id())
        && (role == Role.HOLDS || (role == Role.COUNTEREXAMPLE && o.kind().equals("misuse")));
  }
}
