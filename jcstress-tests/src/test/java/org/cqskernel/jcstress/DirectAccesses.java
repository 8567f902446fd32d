// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.jcstress;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.CallableDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.TypePatternExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The reads and writes of volatile fields by their names, in one source file. */
final class DirectAccesses {
  private DirectAccesses() {}

  /** One of them, such as a read of {@code Segment.next} in a method. */
  record Access(String field, boolean write, String method) {
    @Override
    public String toString() {
      return write ? "write" : "read";
    }
  }

  static List<Access> of(String source) {
    ParserConfiguration java17 = new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);
    CompilationUnit unit =
        new JavaParser(java17)
            .parse(source)
            .getResult()
            .orElseThrow(() -> new IllegalArgumentException("no Java: " + source));
    List<Access> accesses = new ArrayList<>();
    for (FieldDeclaration field : unit.findAll(FieldDeclaration.class)) {
      if (field.isVolatile()) {
        TypeDeclaration<?> type = field.findAncestor(TypeDeclaration.class).orElseThrow();
        for (VariableDeclarator v : field.getVariables()) {
          collect(type, v.getNameAsString(), accesses);
        }
      }
    }
    return accesses;
  }

  private static void collect(TypeDeclaration<?> type, String name, List<Access> accesses) {
    List<Expression> uses = new ArrayList<>();
    type.findAll(NameExpr.class, n -> n.getNameAsString().equals(name)).stream()
        .filter(n -> !locals(n).contains(name))
        .forEach(uses::add);
    uses.addAll(type.findAll(FieldAccessExpr.class, f -> f.getNameAsString().equals(name)));
    for (Expression use : uses) {
      if (use.findAncestor(TypeDeclaration.class).orElseThrow() == type) {
        boolean write =
            use.getParentNode()
                .filter(p -> p instanceof AssignExpr assign && assign.getTarget() == use)
                .isPresent();
        accesses.add(new Access(type.getNameAsString() + "." + name, write, method(use)));
      }
    }
  }

  /** The names that hide fields in the method around a node. */
  private static Set<String> locals(Node node) {
    return node.findAncestor(CallableDeclaration.class).stream()
        .flatMap(
            method -> {
              List<String> names = new ArrayList<>();
              Node body = (Node) method;
              body.findAll(Parameter.class).forEach(p -> names.add(p.getNameAsString()));
              body.findAll(VariableDeclarator.class).forEach(v -> names.add(v.getNameAsString()));
              body.findAll(TypePatternExpr.class).forEach(p -> names.add(p.getNameAsString()));
              return names.stream();
            })
        .collect(Collectors.toSet());
  }

  private static String method(Node node) {
    return node.findAncestor(CallableDeclaration.class)
        .map(m -> ((CallableDeclaration<?>) m).getNameAsString())
        .orElse("a field");
  }
}
