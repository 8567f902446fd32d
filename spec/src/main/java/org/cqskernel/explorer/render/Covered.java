// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.render;

import java.util.List;
import org.cqskernel.explorer.Trace;

/**
 * An obligation that a drawn scenario checks.
 *
 * @param id its id
 * @param title its sentence, or the empty string where the catalogue is not at hand
 * @param claim what exactly must hold, as text, or the empty string
 */
public record Covered(String id, String title, String claim) {

  /** What a scenario checks, by ids alone. */
  public static List<Covered> idsOf(Trace trace) {
    return trace.obligations().stream().map(id -> new Covered(id, "", "")).toList();
  }
}
