// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.lincheck;

import net.bytebuddy.agent.ByteBuddyAgent;
import org.jetbrains.lincheck.jvm.agent.InstrumentationMode;
import org.jetbrains.lincheck.jvm.agent.LincheckInstrumentation;

/**
 * Lincheck's agent, installed once for all tests of a JVM. If nobody does that, Lincheck changes
 * the classes under test, and those of the JDK that they use, at the begin of each test, and takes
 * the changes back at its end; then the JVM interprets and compiles all of it anew, which takes
 * several times what a few hundred schedules take. An agent that is attached when a test begins is
 * left alone. {@code SeededFaultTest} fails if the classes of a test are not changed.
 */
final class KeptAgent {
  private static boolean installed;

  private KeptAgent() {}

  static synchronized void install() {
    if (!installed) {
      LincheckInstrumentation.INSTANCE.attachJavaAgentStatically(ByteBuddyAgent.install());
      LincheckInstrumentation.INSTANCE.install(InstrumentationMode.MODEL_CHECKING);
      installed = true;
    }
  }
}
