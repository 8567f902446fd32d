// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import org.cqskernel.evidence.catalogue.Place;

/**
 * A place that names an obligation.
 *
 * @param revision the revision that the place was written for; 0 if it says nothing about that
 */
public record Citation(String id, int revision, Where where, Place place) {
  /** What kind of place it is. */
  public enum Where {
    /** A comment beside a line of the kernel. */
    LINE,
    /** A sentence of the kernel's Javadoc. */
    JAVADOC,
    /** An {@code @obligation} tag of the kernel's Javadoc. */
    TAG,
    /** Elsewhere: a test, a model, a text. */
    OTHER;

    /** Whether it belongs to the kernel. */
    public boolean isCode() {
      return this != OTHER;
    }
  }
}
