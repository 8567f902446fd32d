// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.evidence.sources;

import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.javadoc.Javadoc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cqskernel.evidence.catalogue.EvidenceKind;
import org.cqskernel.evidence.catalogue.Place;
import org.cqskernel.evidence.sources.Check.Role;

/** Litmus tests: nested classes with {@code @JCStressTest} and {@code @Ref}. */
final class LitmusChecks {
  private static final String MODULE = "jcstress-tests";
  private static final String FACES =
      MODULE + "/src/main/resources/org/cqskernel/jcstress/run/faces.txt";

  private LitmusChecks() {}

  static void collect(Sources out) throws IOException {
    Map<String, Integer> listed = new HashMap<>();
    Map<String, Boolean> byDefault = new HashMap<>();
    Path faces = out.root().resolve(FACES);
    if (Files.exists(faces)) {
      List<String> lines = Files.readAllLines(faces);
      for (int i = 0; i < lines.size(); i++) {
        String[] words = lines.get(i).strip().split("\\s+");
        if (words.length > 1 && !words[0].startsWith("#")) {
          listed.put(words[0], i + 1);
          byDefault.put(words[0], words[1].equals("default"));
        }
      }
    }
    for (Path file : out.files(MODULE + "/src/main/java", ".java")) {
      for (ClassOrInterfaceDeclaration type :
          Sources.parse(file).findAll(ClassOrInterfaceDeclaration.class)) {
        if (type.isAnnotationPresent("JCStressTest")) {
          Check check = check(out, file, type, byDefault);
          out.add(check);
          listed.remove(check.name());
        }
      }
    }
    listed.forEach(
        (name, line) -> out.dangles(new Place(FACES, line), "there is no litmus test " + name));
  }

  private static Check check(
      Sources out, Path file, ClassOrInterfaceDeclaration type, Map<String, Boolean> byDefault) {
    StringBuilder name = new StringBuilder(type.getNameAsString());
    Set<String> ids = new TreeSet<>(refs(type));
    var outer = type.findAncestor(ClassOrInterfaceDeclaration.class);
    if (outer.isPresent()) {
      name.insert(0, outer.get().getNameAsString() + ".");
      ids.addAll(refs(outer.get()));
      ids.addAll(Ids.ofName(outer.get().getNameAsString()));
    }
    String face = type.getNameAsString();
    Role role =
        face.startsWith("Weakened") || face.startsWith("Model") ? Role.FAILS_ON_FAULT : Role.HOLDS;
    return new Check(
        EvidenceKind.JCSTRESS,
        name.toString(),
        type.getJavadoc().map(LitmusChecks::sentence).orElse(""),
        role,
        ids,
        byDefault.getOrDefault(name.toString(), false),
        "",
        MODULE,
        out.place(file, type.getName().getBegin().map(p -> p.line).orElse(1)));
  }

  private static Set<String> refs(ClassOrInterfaceDeclaration type) {
    Set<String> ids = new TreeSet<>();
    for (AnnotationExpr annotation : type.getAnnotations()) {
      if (annotation.getNameAsString().matches("(Ref\\.)?Refs?")) {
        annotation.findAll(StringLiteralExpr.class).stream()
            .map(StringLiteralExpr::getValue)
            .filter(Ids::isId)
            .forEach(ids::add);
      }
    }
    return ids;
  }

  static String sentence(Javadoc javadoc) {
    String text = javadoc.getDescription().toText().replaceAll("\\s+", " ");
    text = text.replaceAll("\\{@\\w+ ([^}]*)}", "$1").replaceAll("<[^>]*>", "");
    return text.split("(?<=\\.) ", 2)[0];
  }
}
