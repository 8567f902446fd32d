// Copyright the cqs-kernel authors.
// SPDX-License-Identifier: Apache-2.0
package org.cqskernel.explorer.instrument;

/**
 * One access in the code.
 *
 * @param owner the simple name of the class, with those of its enclosing classes
 * @param method the method; the enclosing one when the access is in a lambda
 * @param line the source line, or 0
 * @param operation how the access is made, for example {@code compareAndSet} or {@code read}
 * @param target the field as {@code Class.field} where it is known from the instruction, or ""
 * @param effects the bits of {@link Effects}
 * @param key the key of the field where it is known from the instruction, or -1
 */
public record Site(
    String owner, String method, int line, String operation, String target, int effects, int key) {
  /** An access in a method; one in a lambda belongs to the method around it. */
  static Site in(
      String owner,
      String method,
      int line,
      String operation,
      String target,
      int effects,
      int key) {
    boolean lambda = method.startsWith("lambda$") && method.lastIndexOf('$') > 6;
    String name = lambda ? method.substring(7, method.lastIndexOf('$')) : method;
    String simple = InstrumentingLoader.simpleName(owner);
    return new Site(simple, name, line, operation, target, effects, key);
  }

  /** {@code Class.method:line}. */
  public String place() {
    return owner + "." + method + (line > 0 ? ":" + line : "");
  }
}
