// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The classes of a tool in the form in which a JVM maps them into memory. A tool that runs hundreds
 * of times, seconds each, spends a good part of that on parsing and verifying its own classes. The
 * first run writes the archive when it ends, and those that begin later read it. A JVM for which an
 * archive does not fit goes on without it.
 */
final class ClassArchive {
  private static final Map<Path, ClassArchive> ALL = new ConcurrentHashMap<>();

  private final Path file;
  private final AtomicBoolean begun = new AtomicBoolean();

  private ClassArchive(Path file) {
    this.file = file;
  }

  /** The archive in a directory, for this JVM and a tool in a jar. */
  static ClassArchive in(Path directory, Path jar) {
    String name = jar.getFileName() + "-" + System.getProperty("java.vm.version") + ".jsa";
    return ALL.computeIfAbsent(directory.resolve(name), ClassArchive::new);
  }

  /** The JVM's options for a run in a directory of its own: to read, to write, or neither. */
  List<String> options(Path run) {
    if (Files.exists(file)) {
      return List.of("-XX:SharedArchiveFile=" + file);
    }
    return begun.compareAndSet(false, true)
        ? List.of("-XX:ArchiveClassesAtExit=" + written(run))
        : List.of();
  }

  /** The run has ended: what it has written is complete. */
  void ended(Path run) throws IOException {
    if (Files.exists(written(run))) {
      Files.move(written(run), file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path written(Path run) {
    return run.resolve("classes.jsa");
  }
}
