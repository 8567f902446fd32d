// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.check;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which structures a check is about, for {@code --structure}. The first one of a list is the
 * structure itself, the others are those that it says something about as well.
 */
final class Structures {
  /** By TLA+ module. */
  private static final Map<String, List<String>> MODULES =
      Map.ofEntries(
          Map.entry("SegmentList", List.of("array")),
          Map.entry("InfiniteArray", List.of("array")),
          Map.entry("OneShot", List.of("promise")),
          Map.entry("Promise", List.of("promise")),
          Map.entry("BroadcastCells", List.of("broadcast")),
          Map.entry("Broadcast", List.of("broadcast")),
          Map.entry("ConditionWait", List.of("condition")),
          Map.entry("ConditionCells", List.of("condition")),
          Map.entry("Condition", List.of("condition")),
          Map.entry("HandOver", List.of("nesting")),
          Map.entry("ThreadWait", List.of("condition", "promise", "semaphore", "mutex")),
          Map.entry("Nesting", List.of("nesting")),
          Map.entry("CellMeeting", List.of("cell", "cqs")),
          Map.entry("Cell", List.of("cell")),
          Map.entry("CqsCells", List.of("cqs")),
          Map.entry("CqsResumeAll", List.of("cqs")),
          Map.entry("Cqs", List.of("cqs")),
          Map.entry("PermitQueue", List.of("semaphore", "mutex")),
          Map.entry("Semaphore", List.of("semaphore")),
          Map.entry("Mutex", List.of("mutex")));

  /** By the words with which the name of a scenario or of a variant of pairs begins. */
  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("cell", List.of("cell")),
          Map.entry("cells", List.of("array")),
          Map.entry("count", List.of("array")),
          Map.entry("segments", List.of("array")),
          Map.entry("cqs", List.of("cqs")),
          Map.entry("oneshot", List.of("promise")),
          Map.entry("promise", List.of("promise")),
          Map.entry("broadcast", List.of("broadcast")),
          Map.entry("reentrant", List.of("broadcast")),
          Map.entry("semaphore", List.of("semaphore")),
          Map.entry("mutex", List.of("mutex")),
          Map.entry("condition", List.of("condition")),
          Map.entry("condition and", List.of("condition", "mutex")),
          Map.entry("nesting", List.of("nesting")),
          Map.entry("signal broadcast", List.of("broadcast")),
          Map.entry("signal promise", List.of("promise")),
          Map.entry("signal semaphore", List.of("semaphore")),
          Map.entry("waiting await", List.of("promise")),
          Map.entry("slot", List.of("array")),
          Map.entry("waiting acquire", List.of("semaphore")));

  /** Words before the name of the structure that say what a scenario looks at. */
  private static final Pattern ASPECT = Pattern.compile("^(payload|still)-");

  /** Names that are their own: small classes that are not of the kernel. */
  static final String DEMONSTRATION = "demonstration";

  /** Of the sources of others. */
  static final String OWN = "own";

  private Structures() {}

  /** Of a configuration of a module. */
  static List<String> ofModule(String module, String configuration) {
    if (module.equals("CqsCells") && configuration.contains("sem")) {
      return List.of("semaphore", "mutex", "cqs");
    }
    return known(MODULES.get(module), "module " + module);
  }

  /** Of a scenario, or of a variant of pairs: by two words if the table has them, else by one. */
  static List<String> ofName(String name) {
    String plain = ASPECT.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst("");
    String[] words = plain.split("[ ,:-]+");
    List<String> byTwo = words.length > 1 ? NAMES.get(words[0] + " " + words[1]) : null;
    return byTwo != null ? byTwo : known(NAMES.get(words[0]), "name '" + name + "'");
  }

  private static List<String> known(List<String> structures, String what) {
    if (structures == null) {
      throw new IllegalStateException("no structure is told for the " + what + " in Structures");
    }
    return structures;
  }
}
