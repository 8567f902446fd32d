// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cqskernel.explorer.instrument.Site;
import org.cqskernel.explorer.instrument.Sites;

/** Names accesses in the code as tables do: {@code Class.method operation n}. */
final class SiteNames {
  private final Sites sites;
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();

  SiteNames(Sites sites) {
    this.sites = sites;
  }

  /** The name of a site; n counts from 1 in the order of the code. */
  String of(int site) {
    while (names.size() <= site) {
      Site s = sites.get(names.size());
      String access = s.owner() + "." + s.method() + " " + s.operation();
      names.add(access + " " + counts.merge(access, 1, Integer::sum));
    }
    return names.get(site);
  }
}
