// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel keeps its layers, and every rule that says so rejects a class that breaks it. */
class LayeringTest {

  private static final String FIXTURE = "org.cqskernel.layeringfixture";

  private static final JavaClasses KERNEL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.cqskernel");

  private static final JavaClasses BAD = new ClassFileImporter().importPackages(FIXTURE);

  static Set<String> rules() {
    return new Layering("org.cqskernel").rules().keySet();
  }

  @Test
  void theKernelIsRead() {
    assertTrue(KERNEL.containPackage("org.cqskernel.cqs"), "no class of org.cqskernel.cqs found");
    assertTrue(KERNEL.containPackage("org.cqskernel.sync"), "no class of org.cqskernel.sync found");
    assertFalse(KERNEL.containPackage(FIXTURE), "fixtures taken for the kernel");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void kernelKeeps(String rule) {
    new Layering("org.cqskernel").rules().get(rule).check(KERNEL);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void ruleRejectsABadClass(String rule) {
    assertTrue(
        new Layering(FIXTURE).rules().get(rule).evaluate(BAD).hasViolation(),
        "no fixture breaks this rule, or the rule sees nothing");
  }
}
