// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.nodeTypes.NodeWithName;
import com.github.javaparser.ast.type.Type;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameter types of a test as JUnit selects it: {@code int,java.util.List,k.SomeTest$Case}. A
 * claim with others names no test, and JUnit finds that out only when the claim runs.
 */
final class ParameterTypes {
  private ParameterTypes() {}

  /** All, with commas and no spaces; empty if there are none. */
  static String of(MethodDeclaration method) {
    return method.getParameters().stream()
        .map(p -> binaryName(p.getType(), method) + (p.isVarArgs() ? "[]" : ""))
        .collect(Collectors.joining(","));
  }

  private static String binaryName(Type type, Node where) {
    if (type.isArrayType()) {
      return binaryName(type.asArrayType().getComponentType(), where) + "[]";
    }
    if (!type.isClassOrInterfaceType()) {
      return type.asString();
    }
    String name = type.asClassOrInterfaceType().getNameWithScope();
    if (Character.isLowerCase(name.charAt(0))) {
      return name; // It has its package.
    }
    int dot = name.indexOf('.');
    String outer = dot < 0 ? name : name.substring(0, dot);
    return nested(outer, where)
            .or(() -> imported(outer, where))
            .or(() -> ofJavaLang(outer))
            .orElseGet(() -> prefix(where) + outer)
        + (dot < 0 ? "" : name.substring(dot).replace('.', '$'));
  }

  /** A type that a class around the method declares. */
  private static Optional<String> nested(String name, Node where) {
    for (Node n = where; n != null; n = n.getParentNode().orElse(null)) {
      if (n instanceof TypeDeclaration<?> around) {
        for (Node member : around.getMembers()) {
          if (member instanceof TypeDeclaration<?> type && type.getNameAsString().equals(name)) {
            return type.getFullyQualifiedName()
                .map(qualified -> qualified.substring(prefix(where).length()).replace('.', '$'))
                .map(local -> prefix(where) + local);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> imported(String name, Node where) {
    return where.findCompilationUnit().stream()
        .flatMap(unit -> unit.getImports().stream())
        .filter(i -> !i.isStatic() && i.getName().getIdentifier().equals(name))
        .map(ImportDeclaration::getNameAsString)
        .findFirst();
  }

  private static Optional<String> ofJavaLang(String name) {
    try {
      return Optional.of(Class.forName("java.lang." + name).getName());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  private static String prefix(Node where) {
    return where
        .findCompilationUnit()
        .flatMap(CompilationUnit::getPackageDeclaration)
        .map(NodeWithName::getNameAsString)
        .map(name -> name + ".")
        .orElse("");
  }
}
