// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One fault: a unified diff against sources of the kernel, with paths {@code a/...} and {@code
 * b/...} from the project's root.
 *
 * @param file the patch; its name without the ending is the mutant's
 */
public record Mutant(Path file) {
  private static final String ENDING = ".patch";
  private static final String SOURCE = "--- a/";
  private static final String TARGET = "+++ b/";

  /** All faults in a directory, by name. */
  public static List<Mutant> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(ENDING)).sorted().map(Mutant::new).toList();
    }
  }

  /** The name without its ending. */
  public String name() {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ENDING.length());
  }

  /**
   * Applies the fault to the source files that it names and compiles these files alone.
   *
   * @param root the project's root, to which the patch's paths are relative
   * @param kernelClasses the kernel's class files
   * @param output where the patched source and class files go
   * @return the folder of the patched class files
   * @throws IOException if the patch does not fit any more or does not compile
   */
  public Path compile(Path root, Path kernelClasses, Path output) throws IOException {
    List<Path> sources = new ArrayList<>();
    Path directory = Files.createDirectories(output.resolve("src"));
    for (List<String> diff : parts()) {
      String target = diff.get(1).substring(TARGET.length()).strip();
      Path source = directory.resolve(Path.of(target).getFileName());
      try {
        List<String> original = Files.readAllLines(root.resolve(target));
        // Without fuzz: lines may have moved, and must read as they did.
        Files.write(source, UnifiedDiffUtils.parseUnifiedDiff(diff).applyFuzzy(original, 0));
      } catch (PatchFailedException e) {
        throw new IOException(file + " does not fit " + target + ": " + e.getMessage(), e);
      }
      sources.add(source);
    }
    Path classes = Files.createDirectories(output.resolve("classes"));
    javac(sources, kernelClasses, classes);
    return classes;
  }

  /** The diff of each source file. What stands before the first one is for readers. */
  private List<List<String>> parts() throws IOException {
    List<List<String>> parts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(SOURCE)) {
        parts.add(new ArrayList<>());
      }
      if (!parts.isEmpty()) {
        parts.get(parts.size() - 1).add(line);
      }
    }
    if (parts.isEmpty() || parts.stream().anyMatch(p -> !p.get(1).startsWith(TARGET))) {
      throw new IOException(file + " names no file");
    }
    return parts;
  }

  private void javac(List<Path> sources, Path kernelClasses, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--release", "17", "-g", "-cp", kernelClasses.toString(), "-d", classes.toString());
      if (!compiler
          .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call()) {
        throw new IOException(file + " does not compile:\n" + messages);
      }
    }
  }
}
