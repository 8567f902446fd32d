// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The constants of a module's class {@code Bounds}, as the default run has them: the second branch
 * of {@code DEEP ? a : b}.
 */
final class TestBounds {
  private static final String CLASS = "Bounds";

  private final Map<String, String> constants = new LinkedHashMap<>();
  private final Map<String, String> methods = new LinkedHashMap<>();

  private TestBounds() {}

  /** The bounds of a class, or none if it is null. */
  static TestBounds of(JUnitChecks.Type type) {
    TestBounds bounds = new TestBounds();
    if (type != null) {
      type.declaration()
          .getFields()
          .forEach(
              f ->
                  f.getVariables()
                      .forEach(
                          v ->
                              v.getInitializer()
                                  .ifPresent(
                                      i -> bounds.constants.put(v.getNameAsString(), value(i)))));
      for (MethodDeclaration m : type.declaration().getMethods()) {
        String text =
            m.findAll(MethodCallExpr.class).stream()
                .filter(call -> call.getArguments().size() == 1)
                .map(call -> call.getNameAsString() + " " + bounds.resolve(call.getArgument(0)))
                .collect(Collectors.joining(", "));
        bounds.methods.put(m.getNameAsString(), text);
      }
    }
    return bounds;
  }

  /** Those that a test names, with their values. */
  String usedBy(MethodDeclaration test) {
    TreeSet<String> used = new TreeSet<>();
    for (FieldAccessExpr f : test.findAll(FieldAccessExpr.class)) {
      String name = f.getNameAsString();
      if (f.getScope().toString().equals(CLASS) && constants.containsKey(name)) {
        used.add(
            name.toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " " + constants.get(name));
      }
    }
    for (MethodCallExpr call : test.findAll(MethodCallExpr.class)) {
      String name = call.getNameAsString();
      if (call.getScope().map(s -> s.toString().equals(CLASS)).orElse(false)) {
        used.add(methods.getOrDefault(name, ""));
      }
    }
    used.remove("");
    return String.join(", ", used);
  }

  private String resolve(Expression argument) {
    return constants.getOrDefault(argument.toString(), value(argument));
  }

  private static String value(Expression initializer) {
    Expression e =
        initializer instanceof ConditionalExpr choice ? choice.getElseExpr() : initializer;
    return e.toString().replace("_", "");
  }
}
