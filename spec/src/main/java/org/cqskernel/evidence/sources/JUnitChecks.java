// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithAnnotations;
import com.github.javaparser.ast.nodeTypes.NodeWithSimpleName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.sources.Check.Role;

/**
 * JUnit tests with {@code @Tag("ARR-5")} on the method, its class, a class around it or a
 * superclass. A test that explores is evidence of the explorer. A test is named {@code
 * org.cqskernel.cqs.CellTest.method}, as in Surefire's reports, after the concrete class. The tags
 * {@code seeded-fault} and {@code not-claimed} say that a test shows something else than that a
 * claim holds: then it is no evidence for it.
 */
final class JUnitChecks {
  private static final Set<String> TESTS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

  /** The tag of a test which shows that a check of its kind finds a fault. */
  private static final String SEEDED_FAULT = "seeded-fault";

  /** The tag of a test which shows why something stronger is not claimed. */
  private static final String NOT_CLAIMED = "not-claimed";

  /** A class, where it is and what it is called by the JVM. */
  record Type(
      ClassOrInterfaceDeclaration declaration, String binaryName, Path file, boolean explores) {}

  private final Sources out;
  private final String module;
  private final EvidenceKind kind;
  private final Map<String, Type> bySimpleName = new HashMap<>();
  private final List<Type> types = new ArrayList<>();
  private TestBounds bounds;

  private JUnitChecks(Sources out, String module, EvidenceKind kind) {
    this.out = out;
    this.module = module;
    this.kind = kind;
  }

  static void collect(Sources out, String module, EvidenceKind kind) throws IOException {
    JUnitChecks checks = new JUnitChecks(out, module, kind);
    for (Path file : out.files(module + "/src/test/java", ".java")) {
      checks.read(file);
    }
    checks.bounds = TestBounds.of(checks.bySimpleName.get("Bounds"));
    checks.types.forEach(checks::tests);
  }

  private void read(Path file) throws IOException {
    CompilationUnit unit = Sources.parse(file);
    String prefix = unit.getPackageDeclaration().map(p -> p.getNameAsString() + ".").orElse("");
    boolean explores =
        unit.findAll(MethodCallExpr.class).stream()
            .anyMatch(call -> call.toString().startsWith("Explorer.explore("));
    for (var declaration : unit.findAll(ClassOrInterfaceDeclaration.class)) {
      String name = declaration.getNameAsString();
      for (var outer = declaration.findAncestor(ClassOrInterfaceDeclaration.class);
          outer.isPresent();
          outer = outer.get().findAncestor(ClassOrInterfaceDeclaration.class)) {
        name = outer.get().getNameAsString() + "$" + name;
      }
      Type type = new Type(declaration, prefix + name, file, explores);
      types.add(type);
      bySimpleName.putIfAbsent(declaration.getNameAsString(), type);
    }
  }

  private void tests(Type type) {
    if (type.declaration.isAbstract() || type.declaration.isInterface()) {
      return;
    }
    Map<String, MethodDeclaration> methods = new LinkedHashMap<>();
    Map<String, Type> declaredIn = new HashMap<>();
    Set<String> classTags = new TreeSet<>();
    int depth = 0;
    for (Type t = type; t != null && depth++ < 10; t = superclass(t)) {
      classTags.addAll(tags(t.declaration));
      for (var outer = t.declaration.findAncestor(ClassOrInterfaceDeclaration.class);
          outer.isPresent();
          outer = outer.get().findAncestor(ClassOrInterfaceDeclaration.class)) {
        classTags.addAll(tags(outer.get()));
      }
      for (MethodDeclaration m : t.declaration.getMethods()) {
        if (m.getAnnotations().stream().anyMatch(a -> TESTS.contains(simple(a)))
            && methods.putIfAbsent(m.getNameAsString(), m) == null) {
          declaredIn.put(m.getNameAsString(), t);
        }
      }
    }
    methods.forEach((name, m) -> add(type, m, declaredIn.get(name), classTags));
  }

  private void add(Type type, MethodDeclaration method, Type declaredIn, Set<String> classTags) {
    out.test(type.binaryName, method.getNameAsString(), ParameterTypes.of(method));
    Set<String> tags = tags(method);
    tags.addAll(classTags);
    boolean deep = tags.contains("deep");
    Role role = role(tags);
    tags.removeIf(tag -> !Ids.isId(tag));
    if (!tags.isEmpty()) {
      out.add(
          new Check(
              kind == EvidenceKind.UNIT && type.explores ? EvidenceKind.EXPLORER : kind,
              type.binaryName + "." + method.getNameAsString(),
              displayName(method),
              role,
              tags,
              !deep,
              bounds.usedBy(method),
              module,
              out.place(declaredIn.file, line(method))));
    }
  }

  /** What a test shows is what its tags say; without a tag, that the claim holds. */
  private static Role role(Set<String> tags) {
    if (tags.contains(SEEDED_FAULT)) {
      return Role.FAILS_ON_FAULT;
    }
    return tags.contains(NOT_CLAIMED) ? Role.COUNTEREXAMPLE : Role.HOLDS;
  }

  private Type superclass(Type type) {
    return type.declaration.getExtendedTypes().stream()
        .findFirst()
        .map(t -> bySimpleName.get(t.getNameAsString()))
        .orElse(null);
  }

  private static Set<String> tags(NodeWithAnnotations<?> node) {
    Set<String> tags = new TreeSet<>();
    for (AnnotationExpr a : node.getAnnotations()) {
      if (simple(a).equals("Tag") || simple(a).equals("Tags")) {
        a.findAll(StringLiteralExpr.class).forEach(s -> tags.add(s.getValue()));
      }
    }
    return tags;
  }

  private static String displayName(MethodDeclaration method) {
    return method
        .getAnnotationByName("DisplayName")
        .flatMap(a -> a.findFirst(StringLiteralExpr.class))
        .map(StringLiteralExpr::asString)
        .orElse("");
  }

  private static String simple(AnnotationExpr annotation) {
    return annotation.getName().getIdentifier();
  }

  private static int line(NodeWithSimpleName<?> node) {
    return node.getName().getBegin().map(p -> p.line).orElse(1);
  }
}
