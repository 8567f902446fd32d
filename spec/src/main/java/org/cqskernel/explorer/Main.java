// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer;

/** Entry point of the check command. */
public final class Main {
  private Main() {}

  /** Explores nothing yet, and says so by its exit code. */
  public static void main(String[] args) {
    System.out.println("nothing to check yet");
    System.exit(2);
  }
}
