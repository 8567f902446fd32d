// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.catalogue;

/**
 * A line of a file.
 *
 * @param file relative to the project's root, with slashes
 * @param line from 1
 */
public record Place(String file, int line) implements Comparable<Place> {
  @Override
  public int compareTo(Place other) {
    int c = file.compareTo(other.file);
    return c != 0 ? c : Integer.compare(line, other.line);
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
