// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.mutants;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import com.github.difflib.patch.PatchFailedException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One fault: a patch file {@code <obligation>-<slug>.patch} against one source file of the kernel.
 *
 * @param file the patch
 * @param obligation the id of the obligation that the fault breaks
 * @param slug what the fault is, in a few words
 */
public record Mutant(Path file, String obligation, String slug) {
  private static final Pattern NAME = Pattern.compile("([A-Z]+-\\d+)-(.+)\\.patch");
  private static final String TARGET = "+++ b/";

  /**
   * All faults in a directory, by name.
   *
   * @throws IllegalArgumentException if a file's name is not of the form above
   */
  public static List<Mutant> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".patch")).sorted().map(Mutant::of).toList();
    }
  }

  private static Mutant of(Path file) {
    Matcher m = NAME.matcher(file.getFileName().toString());
    if (!m.matches()) {
      throw new IllegalArgumentException(file + " is not called <obligation>-<slug>.patch");
    }
    return new Mutant(file, m.group(1), m.group(2));
  }

  /** The name without its ending. */
  public String name() {
    return obligation + "-" + slug;
  }

  /**
   * Applies the fault to the source file that it names and compiles that file alone.
   *
   * @param root the project's root, to which the patch's paths are relative
   * @param kernelClasses the kernel's class files
   * @param output where the patched source and class files go
   * @return the folder of the patched class files
   * @throws IOException if the patch does not fit any more or does not compile
   */
  public Path compile(Path root, Path kernelClasses, Path output) throws IOException {
    List<String> diff = Files.readAllLines(file);
    String target =
        diff.stream()
            .filter(line -> line.startsWith(TARGET))
            .map(line -> line.substring(TARGET.length()).strip())
            .findFirst()
            .orElseThrow(() -> new IOException(file + " names no file"));
    Patch<String> patch = UnifiedDiffUtils.parseUnifiedDiff(diff);
    List<String> patched;
    try {
      patched = DiffUtils.patch(Files.readAllLines(root.resolve(target)), patch);
    } catch (PatchFailedException e) {
      throw new IOException(file + " does not fit " + target + ": " + e.getMessage(), e);
    }
    Path source = output.resolve("src").resolve(Path.of(target).getFileName());
    Path classes = Files.createDirectories(output.resolve("classes"));
    Files.createDirectories(source.getParent());
    Files.write(source, patched);
    javac(source, kernelClasses, classes);
    return classes;
  }

  private void javac(Path source, Path kernelClasses, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--release", "17", "-g", "-cp", kernelClasses.toString(), "-d", classes.toString());
      if (!compiler
          .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
          .call()) {
        throw new IOException(file + " does not compile:\n" + messages);
      }
    }
  }
}
