// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One line of {@code faces.txt}: a litmus test, whether it runs by default, and on which hardware
 * its interesting outcome shows.
 *
 * @param name class and nested class, as in {@code MEM_01_DekkerPair.Weakened}
 * @param byDefault whether the bounded selection of every build holds it
 * @param visibleOn {@code x86}, {@code arm} or {@code -} if there is no interesting outcome
 */
record Face(String name, boolean byDefault, String visibleOn) {
  static final String PACKAGE = "org.cqskernel.jcstress.";

  static List<Face> all() {
    try (InputStream in = Face.class.getResourceAsStream("faces.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(String::trim)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(Face::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Face parse(String line) {
    String[] words = line.split("\\s+");
    if (words.length != 3
        || !List.of("default", "deep").contains(words[1])
        || !List.of("x86", "arm", "-").contains(words[2])) {
      throw new IllegalStateException("faces.txt: three columns expected: " + line);
    }
    return new Face(words[0], words[1].equals("default"), words[2]);
  }

  String className() {
    return PACKAGE + name;
  }

  boolean isVisibleHere() {
    String arch = System.getProperty("os.arch");
    boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
    return visibleOn.equals("x86") || (visibleOn.equals("arm") && !x86);
  }
}
