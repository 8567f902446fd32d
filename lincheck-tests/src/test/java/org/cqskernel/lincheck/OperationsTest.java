// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cqskernel.cqs.Cqs;
import org.junit.jupiter.api.Test;

/** The table of operations names every public operation of the kernel, and tests that call it. */
class OperationsTest {
  private static final Path LITMUS =
      Path.of("../jcstress-tests/src/main/java/org/cqskernel/jcstress");

  private record Row(String operation, String lincheck, String litmus, String reason) {
    String method() {
      return operation.substring(operation.indexOf('.') + 1, operation.indexOf('('));
    }
  }

  private static List<Row> table() throws IOException {
    return Files.readAllLines(Path.of("operations.md")).stream()
        .filter(line -> line.startsWith("|") && line.contains("`"))
        .map(line -> line.split("\\|", -1))
        .map(
            c ->
                new Row(
                    c[1].strip() + "." + c[2].strip().replace("`", ""),
                    c[3].strip(),
                    c[4].strip(),
                    c[5].strip()))
        .toList();
  }

  /** The kernel may be a folder or a jar. */
  private static List<String> kernelClasses() throws Exception {
    Path place = Path.of(Cqs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return classes(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return classes(jar.getPath("/"));
    }
  }

  private static List<String> classes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.startsWith("org") && name.endsWith(".class"))
          .map(name -> name.replace(".class", "").replace('/', '.').replace('\\', '.'))
          .filter(name -> !name.endsWith("-info"))
          .toList();
    }
  }

  private static TreeSet<String> publicOperations() throws Exception {
    TreeSet<String> operations = new TreeSet<>();
    for (String name : kernelClasses()) {
      Class<?> type = Class.forName(name, false, OperationsTest.class.getClassLoader());
      if (!isPublic(type) || type.isEnum() || Throwable.class.isAssignableFrom(type)) {
        continue;
      }
      for (Method method : type.getMethods()) {
        // What a class inherits from one that users cannot name counts as its own.
        boolean own = method.getDeclaringClass() == type || !isPublic(method.getDeclaringClass());
        if (own && !method.isSynthetic() && !method.getName().equals("toString")) {
          operations.add(type.getSimpleName() + "." + signature(method));
        }
      }
    }
    return operations;
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  @Test
  void namesEachPublicOperationOnce() throws Exception {
    List<String> listed = table().stream().map(Row::operation).sorted().toList();
    assertEquals(String.join("\n", publicOperations()), String.join("\n", listed));
  }

  @Test
  void eachEmptyCellHasAReason() throws IOException {
    for (Row row : table()) {
      boolean empty = row.lincheck.isEmpty() || row.litmus.isEmpty();
      assertEquals(empty, !row.reason.isEmpty(), row.operation);
    }
  }

  @Test
  void eachTestExistsAndCallsTheOperation() throws IOException {
    Map<String, String> sources = new TreeMap<>(sources(Path.of("src/test/java")));
    sources.putAll(sources(LITMUS));
    List<String> faults = new ArrayList<>();
    for (Row row : table()) {
      for (String test : List.of(row.lincheck, row.litmus)) {
        Pattern call = Pattern.compile("\\b" + row.method() + "\\(|::" + row.method() + "\\b");
        if (!test.isEmpty() && !sources.containsKey(test)) {
          faults.add(row.operation + ": there is no test " + test);
        } else if (!test.isEmpty() && !call.matcher(sources.get(test)).find()) {
          faults.add(row.operation + ": " + test + " does not call it");
        }
      }
    }
    assertTrue(faults.isEmpty(), String.join("\n", faults));
    assertFalse(table().isEmpty());
  }

  private static Map<String, String> sources(Path root) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.put(name, Files.readString(file));
      }
    }
    return sources;
  }
}
