// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What of a run is a fault. */
final class Judge {
  private Judge() {}

  /** Where the list of faces and the tests that exist differ. */
  static List<String> differences(List<Face> faces, Collection<String> tests) {
    TreeSet<String> listed =
        faces.stream().map(Face::className).collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> present = new TreeSet<>(tests);
    List<String> faults = new ArrayList<>();
    if (listed.size() != faces.size()) {
      faults.add("faces.txt lists a test twice");
    }
    listed.stream()
        .filter(name -> !present.contains(name))
        .forEach(name -> faults.add("faces.txt lists " + name + ", which does not exist"));
    present.stream()
        .filter(name -> !listed.contains(name))
        .forEach(name -> faults.add("faces.txt does not list " + name));
    return faults;
  }

  /**
   * Forbidden outcomes, tests that did not run or end, and in a deep run the faces that this
   * hardware should show and has not.
   */
  static List<String> faults(List<Face> selected, Map<String, Tally> tallies, boolean deep) {
    List<String> faults = new ArrayList<>();
    for (Face face : selected) {
      Tally tally = tallies.get(face.name());
      if (tally == null) {
        continue; // Does not exist, which is a fault already.
      }
      if (tally.error() != null) {
        faults.add(face.name() + ": " + tally.error());
      } else if (tally.bad() > 0) {
        faults.add(face.name() + ": forbidden outcomes, " + tally.bad() + "\n" + tally.table());
      } else if (deep && isOpen(face, tally)) {
        faults.add(face.name() + ": visible on this hardware, and not seen");
      }
    }
    return faults;
  }

  /** What a short run leaves open. */
  static List<String> notes(List<Face> selected, Map<String, Tally> tallies) {
    return selected.stream()
        .filter(face -> tallies.containsKey(face.name()))
        .filter(face -> isOpen(face, tallies.get(face.name())))
        .map(face -> face.name() + ": visible on this hardware, and not seen in this run")
        .toList();
  }

  /** Whether the face has ended well and has not shown what this hardware can show. */
  static boolean isOpen(Face face, Tally tally) {
    return face.isVisibleHere()
        && tally.error() == null
        && tally.bad() == 0
        && tally.interesting() == 0;
  }
}
