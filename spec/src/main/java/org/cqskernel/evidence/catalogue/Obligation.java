// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

import java.util.List;
import java.util.Set;

/**
 * An entry of the catalogue.
 *
 * @param id as in {@code ARR-5}
 * @param title the words after it
 * @param revision grows when the claim changes; places that cite another one are stale
 * @param kind safety, liveness, memory and so on
 * @param status how far the evidence reaches
 * @param evidence the kinds of check that must exist
 * @param operations the operations that it speaks of, or the empty string
 * @param happensBefore the edge of the memory model that it needs, or the empty string
 * @param source where it comes from, or the empty string
 * @param mutant the fault that a check must find, in words, or the empty string
 * @param claim Markdown
 * @param notes Markdown, one a paragraph
 * @param place the heading
 */
public record Obligation(
    String id,
    String title,
    int revision,
    String kind,
    Status status,
    Set<EvidenceKind> evidence,
    String operations,
    String happensBefore,
    String source,
    String mutant,
    String claim,
    List<String> notes,
    Place place) {

  /** The letters before the number. */
  public String group() {
    return id.substring(0, id.indexOf('-'));
  }
}
