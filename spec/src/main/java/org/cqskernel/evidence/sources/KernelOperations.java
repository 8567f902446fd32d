// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The names of the kernel's methods. */
public final class KernelOperations {
  private KernelOperations() {}

  /** {@code Class.method}, and {@code Outer.Inner.method} for a nested class; each type too. */
  public static Set<String> of(Sources sources) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : sources.files("kernel/src/main/java", ".java")) {
      for (TypeDeclaration<?> type : Sources.parse(file).findAll(TypeDeclaration.class)) {
        String simple = type.getNameAsString();
        String full = type.getFullyQualifiedName().orElse(simple);
        String nested = full.replaceFirst("^([a-z]\\w*\\.)*", "");
        names.add(simple);
        for (MethodDeclaration m : type.getMethods()) {
          names.add(simple + "." + m.getNameAsString());
          names.add(nested + "." + m.getNameAsString());
        }
      }
    }
    return names;
  }
}
