// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spellings of ids. */
public final class Ids {
  private static final Pattern ID = Pattern.compile("[A-Z]+-\\d+");
  private static final Pattern IN_NAME = Pattern.compile("\\G([A-Z]+)_0*(\\d+)(?:_|$)");
  private static final Pattern RANGE = Pattern.compile("([A-Z]+)-(\\d+) to \\1-(\\d+)");

  private Ids() {}

  /** Whether a text is an id and nothing else. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** The ids with which a name begins: ARR-5 and ARR-6 for {@code ARR_5_ARR_06_Removed}. */
  public static Set<String> ofName(String name) {
    Set<String> ids = new TreeSet<>();
    for (Matcher m = IN_NAME.matcher(name); m.find(); ) {
      ids.add(m.group(1) + "-" + m.group(2));
    }
    return ids;
  }

  /** Finds ids of the given groups in running text, followed or not by a revision. */
  static Pattern inText(Collection<String> groups) {
    return groups.isEmpty()
        ? Pattern.compile("(?!)")
        : Pattern.compile("\\b((?:" + String.join("|", groups) + ")-\\d+)(?:\\s+r(\\d+))?\\b");
  }

  /** The ids in a list such as {@code ARR-1, CQS-2 to CQS-4}. */
  static Set<String> ofList(String text) {
    Set<String> ids = new TreeSet<>();
    for (Matcher m = ID.matcher(text); m.find(); ) {
      ids.add(m.group());
    }
    for (Matcher m = RANGE.matcher(text); m.find(); ) {
      for (int i = Integer.parseInt(m.group(2)); i <= Integer.parseInt(m.group(3)); i++) {
        ids.add(m.group(1) + "-" + i);
      }
    }
    return ids;
  }
}
