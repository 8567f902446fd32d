// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All obligations.
 *
 * @param groups in the order of {@link CatalogueReader}
 * @param problems what the reader did not understand, each with its place
 */
public record Catalogue(List<Group> groups, List<String> problems) {
  public Stream<Obligation> obligations() {
    return groups.stream().flatMap(g -> g.obligations().stream());
  }

  /** By id. The first of two entries with one id counts; the reader reports the second. */
  public Map<String, Obligation> byId() {
    Map<String, Obligation> found = new LinkedHashMap<>();
    obligations().forEach(o -> found.putIfAbsent(o.id(), o));
    return found;
  }
}
