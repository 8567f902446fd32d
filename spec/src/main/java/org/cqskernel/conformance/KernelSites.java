// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.conformance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cqskernel.cqs.Cqs;
import org.cqskernel.explorer.Explorer;
import org.cqskernel.explorer.Options;
import org.cqskernel.explorer.instrument.Effects;
import org.cqskernel.explorer.instrument.InstrumentingLoader;
import org.cqskernel.explorer.instrument.Site;

/** All atomic accesses in the kernel's class files, and those that no module has, with reasons. */
public final class KernelSites {
  /** A line of {@code excluded.md}; a final star stands for any rest. */
  record Exclusion(String access, String reason) {
    boolean covers(String site) {
      return access.endsWith("*")
          ? site.startsWith(access.substring(0, access.length() - 1))
          : site.equals(access);
    }
  }

  private KernelSites() {}

  /** The names of all volatile and VarHandle accesses but plain ones, as tables have them. */
  static Set<String> all() throws IOException {
    return sites().keySet();
  }

  /** The same, each with where it is. */
  public static Map<String, Site> sites() throws IOException {
    InstrumentingLoader loader =
        new InstrumentingLoader(
            Explorer.class.getClassLoader(), Options.defaults(), "no.Scenario", false);
    for (String name : classes()) {
      try {
        Class.forName(name, false, loader);
      } catch (ClassNotFoundException e) {
        throw new IOException(e);
      }
    }
    SiteNames names = new SiteNames(loader.sites());
    Map<String, Site> all = new TreeMap<>();
    for (int s = 0; s < loader.sites().size(); s++) {
      if (isAtomic(loader.sites().get(s))) {
        all.put(names.of(s), loader.sites().get(s));
      }
    }
    return all;
  }

  /** Parking and spinning have effects for the search too, but access no variable. */
  private static boolean isAtomic(Site s) {
    String o = s.operation();
    boolean handle = o.startsWith("compareAnd") || o.startsWith("weak") || o.startsWith("getAnd");
    boolean mode = o.endsWith("Opaque") || o.endsWith("Acquire") || o.endsWith("Release");
    return (s.effects() & Effects.PLAIN) == 0
        && (o.startsWith("volatile ") || handle || mode || o.endsWith("Volatile"));
  }

  private static List<String> classes() throws IOException {
    try {
      Path code = Path.of(Cqs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(code)) {
        return classes(code);
      }
      try (FileSystem jar = FileSystems.newFileSystem(code)) {
        return classes(jar.getPath("/"));
      }
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static List<String> classes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(f -> root.relativize(f).toString())
          .filter(f -> f.endsWith(".class") && !f.endsWith("-info.class"))
          .map(f -> f.substring(0, f.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  /** Accesses that no module has. */
  static List<Exclusion> exclusions(Path tables) throws IOException {
    return lines(tables.resolve("excluded.md"), 2).stream()
        .map(cells -> new Exclusion(cells.get(0), cells.get(1)))
        .toList();
  }

  /** Modules with an algorithm that are not mirrored, each with a reason and what is there. */
  static List<String> unmirrored(Path tables) throws IOException {
    return lines(tables.resolve("unmirrored.md"), 3).stream().map(cells -> cells.get(0)).toList();
  }

  private static List<List<String>> lines(Path file, int columns) throws IOException {
    List<List<String>> all = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("| `")) {
        List<String> cells = AccessTable.cells(line);
        if (cells.size() != columns || cells.contains("")) {
          throw new IllegalArgumentException(columns + " columns expected, filled: " + line);
        }
        all.add(cells);
      }
    }
    return all;
  }
}
